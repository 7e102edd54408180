package dev.drover.policy;

/** Why a model could not answer, as far as another one could. */
public enum Trouble {
    /** The conversation is longer than the model reads. */
    CONTEXT_TOO_LONG("contextTooLong"),
    /** The provider's filter refused the content. */
    CONTENT_FILTER("contentFilter"),
    /** Too much at once. */
    OVERLOADED("overloaded"),
    /** It could not be reached, failed, or is left alone for a while. */
    UNAVAILABLE("unavailable");

    private final String word;

    Trouble(String word) {
        this.word = word;
    }

    /** What documents call it. */
    public String word() {
        return word;
    }
}
