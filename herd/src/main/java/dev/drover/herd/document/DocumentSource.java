package dev.drover.herd.document;

/**
 * An endless, reproducible supply of documents: the same seed and index give the same document on every machine and in
 * every order of asking, so that a resumed run sees what an uninterrupted one would have seen. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface DocumentSource {

    /**
     * The document of an index.
     *
     * @param seed the run's seed
     * @param index the document's number in the run, from 0
     * @param progress how far the run is, 0 to 1, for sources that start with short or easy documents
     */
    Document at(long seed, long index, double progress);
}
