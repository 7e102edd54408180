package dev.drover.policy;

import java.util.List;

/** Hears when documents are put in force or refused. Calls come one at a time, on the thread that read the documents. */
public interface PolicyListener {

    /**
     * Documents are in force: new requests go by them, running ones keep what they began with.
     *
     * @param set the documents
     */
    void activated(PolicySet set);

    /**
     * Documents were refused; those before them stay in force.
     *
     * @param problems everything that is wrong with them, at least one
     */
    void refused(List<Problem> problems);
}
