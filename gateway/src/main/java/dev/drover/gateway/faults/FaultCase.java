package dev.drover.gateway.faults;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * One behaviour that is looked at.
 *
 * @param name a short sentence in small letters, digits and blanks
 * @param item the number of the behaviour it belongs to, 1 to 22; see {@code docs/faults.md}
 * @param model the model it asks for
 * @param script what the upstream does
 * @param verbs what must be done to the gateway besides; empty for nothing
 * @param check what the client does and demands
 */
record FaultCase(String name, int item, Route model, Script script, Set<Control.Verb> verbs, Check check) {

    /** How the gateway under test leads to the upstream. */
    enum Route {
        /** To the upstream and nowhere else. */
        FAULT,
        /** To the upstream first, and to where all is well when that could not begin. */
        RESCUED,
        /** To the upstream; answers of temperature 0 are kept, and shared while they are made. */
        CACHED,
        /** To a port where nobody listens. */
        REFUSED,
        /** To a port where connections are taken and nothing is read. */
        SILENT,
        /** To a host that has no address. */
        UNRESOLVED,
        /** To a port that does not speak the TLS it should. */
        UNTRUSTED;

        /** The model's name. */
        String model() {
            return "drover-" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a client does and demands. */
    @FunctionalInterface
    interface Check {

        /**
         * Looks.
         *
         * @throws Unmet when something does not hold
         * @throws IOException when the gateway cannot be asked
         * @throws InterruptedException when the suite is stopped
         */
        void run(Stage stage) throws IOException, InterruptedException;
    }

    /** A case without control over the gateway. */
    static FaultCase of(String name, int item, Route model, Script script, Check check) {
        return new FaultCase(name, item, model, script, Set.of(), check);
    }

    /** The same case, for which something must be done to the gateway. */
    FaultCase with(Control.Verb... needed) {
        return new FaultCase(name, item, model, script, new TreeSet<>(Arrays.asList(needed)), check);
    }

    /** The name without blanks, as requests carry it. */
    String slug() {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
