/**
 * What a model of the herd is trained on: token documents with a mask of the tokens that are learned, and the sources
 * that produce them deterministically from an index. The task generators write documents, the trainer reads them.
 */
@NullMarked
package dev.drover.herd.document;

import org.jspecify.annotations.NullMarked;
