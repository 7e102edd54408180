/** Amazon Bedrock's Converse over HTTP: signed requests, answers as a binary stream of events. */
@NullMarked
package dev.drover.gateway.provider.bedrock;

import org.jspecify.annotations.NullMarked;
