/**
 * Who may ask. On loopback anyone on this machine may, but no web page; on any other address a key is demanded, whose
 * SHA-256 hash stands in a file.
 */
@NullMarked
package dev.drover.gateway.access;

import org.jspecify.annotations.NullMarked;
