package dev.drover.policy;

/**
 * Which documents are in force.
 *
 * @param number counts up with every set put in force by one process, from 1
 * @param hash the first 16 hexadecimal digits of a SHA-256 over the documents' content; comments, layout and the files
 *        they stand in do not change it
 */
public record PolicyVersion(long number, String hash) {

    /** The version on one word, such as {@code 3-9f86d081884c7d65}. */
    @Override
    public String toString() {
        return number + "-" + hash;
    }
}
