/**
 * Models from a hub that speaks Hugging Face's protocol: what a name stands for, which of a repository's files is meant,
 * how they are fetched (resumed after a break, checked against the hub's checksum, never half there under their name),
 * and the folder they are kept in. Blocking code for the command line; the gateway reads the folder alone.
 */
@NullMarked
package dev.drover.gateway.hub;

import org.jspecify.annotations.NullMarked;
