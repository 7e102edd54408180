package dev.drover.engine.crew;

/** One of the threads that work on a pass together, seen from inside the pass. */
public interface Member {

    /** A pass on one thread. */
    Member ALONE = new Member() {

        @Override
        public int index() {
            return 0;
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void await() {
            // nobody to wait for
        }
    };

    /** Which one this is, from 0; 0 is the thread that started the pass. */
    int index();

    /** How many there are. */
    int count();

    /** Waits until all members have come here; what each wrote before is then visible to all. */
    void await();

    /** Where this member's share of {@code total} things begins; shares are whole multiples of {@code unit}. */
    default int from(int total, int unit) {
        return boundary(index(), total, unit);
    }

    /** Where this member's share of {@code total} things ends; the last share takes what is no whole unit. */
    default int to(int total, int unit) {
        return boundary(index() + 1, total, unit);
    }

    private int boundary(int member, int total, int unit) {
        return member == count() ? total : (int) ((long) (total / unit) * member / count()) * unit;
    }
}
