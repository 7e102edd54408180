package dev.drover.gateway.faults;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the suite can do to the gateway under test besides asking it. */
public interface Control {

    /** Something that is done to the gateway. */
    enum Verb {
        /** Put good policies or a good configuration in force, other than before. */
        RELOAD,
        /** Offer bad ones. */
        RELOAD_BAD,
        /** Stop the gateway as an operator would, without waiting for it to end. */
        DRAIN,
        /** Kill it. */
        KILL,
        /** Start it again and wait until it is ready. */
        START,
        /** Stop the Redis that it uses. */
        REDIS_STOP,
        /** Start that again. */
        REDIS_START,
        /** Have that Redis take connections and say nothing. */
        REDIS_FREEZE,
        /** Have it say something again. */
        REDIS_THAW;

        /** What commands are told. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Nothing can be done. */
    Control NONE = new Control() {
        @Override
        public Set<Verb> verbs() {
            return Set.of();
        }

        @Override
        public void act(Verb verb) {
            throw new IllegalStateException(verb + ": (expected: nothing; there is no control)");
        }
    };

    /** What can be done. */
    Set<Verb> verbs();

    /**
     * Does it.
     *
     * @throws IOException when it cannot be done
     */
    void act(Verb verb) throws IOException, InterruptedException;

    /** A command that is called with a verb's word and knows all of them; it fails for those that it does not. */
    static Control command(String command) {
        return new Control() {
            @Override
            public Set<Verb> verbs() {
                return EnumSet.allOf(Verb.class);
            }

            @Override
            public void act(Verb verb) throws IOException, InterruptedException {
                Process process = new ProcessBuilder(command, verb.word())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroy();
                    throw new IOException(command + " " + verb.word() + ": not done in two minutes");
                }
                if (process.exitValue() != 0) {
                    throw new IOException(command + " " + verb.word() + ": ended with " + process.exitValue());
                }
            }
        };
    }
}
