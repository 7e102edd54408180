package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.List;

/** A verb of the command line. */
public interface Command {

    /** It did what was asked. */
    int DONE = 0;

    /** It could not. */
    int FAILED = 1;

    /** It was not told right what to do. */
    int MISUSED = 2;

    /** The words that call it, such as {@code key new}. */
    String name();

    /** What it does, in one short sentence. */
    String summary();

    /** How it is called, and what its options mean; one or more lines. */
    String usage();

    /**
     * Does it.
     *
     * @param args what follows the name
     * @param out for results
     * @param err for everything else
     * @return {@link #DONE}, {@link #FAILED} or {@link #MISUSED}
     * @throws Misuse when the arguments are wrong
     */
    int run(List<String> args, PrintStream out, PrintStream err);

    /** Arguments that cannot be understood; the message says what is wrong. */
    final class Misuse extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Creates one. */
        public Misuse(String message) {
            super(message);
        }
    }
}
