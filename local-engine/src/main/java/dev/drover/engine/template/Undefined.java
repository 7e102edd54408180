package dev.drover.engine.template;

/**
 * The value of what is not there: empty when printed, false when tested, an error when worked with.
 *
 * @param what the name that was looked for
 */
record Undefined(String what) {

    @Override
    public String toString() {
        return "";
    }
}
