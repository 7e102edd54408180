package dev.drover.cascade;

/** How many tokens are drafted before they are verified. Used by one answer. */
interface BlockLength {

    /** How many tokens the next block shall have; 0 for none. */
    int next();

    /** Looks at what a block came to. */
    void note(Block block);

    /** A time in nanoseconds, to measure blocks with. */
    long now();

    /** Always the same length. */
    static BlockLength fixed(int length) {
        return new BlockLength() {

            @Override
            public int next() {
                return length;
            }

            @Override
            public void note(Block block) {
                // nothing depends on it
            }

            @Override
            public long now() {
                return 0;
            }
        };
    }

    /**
     * What a block came to.
     *
     * @param drafted tokens drafted
     * @param draftNanos how long that took
     * @param passTokens tokens the large model computed
     * @param passNanos how long that took
     * @param kept drafted tokens that stood
     * @param drawn whether, after a whole block, one more token had to be drafted to draw it from the rule's target
     */
    record Block(int drafted, long draftNanos, int passTokens, long passNanos, int kept, boolean drawn) {

        /** Whether a drafted token was rejected. */
        boolean rejected() {
            return kept < drafted;
        }
    }
}
