package dev.drover.gateway.lane;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** Is told of requests over HTTP that the lane answers. Safe for use by many threads. */
@FunctionalInterface
public interface Watch {

    /** Tells nobody. */
    Watch NOBODY = (method, route, header) -> Call.UNSEEN;

    /**
     * A request has come.
     *
     * @param method as it says
     * @param route the pattern of its path
     * @param header a header's value by its name
     */
    Call begin(String method, String route, Function<String, @Nullable String> header);

    /** One request. */
    interface Call {

        /** One that nobody looks at. */
        Call UNSEEN = new Call() {};

        /** The context of the work for it. */
        default Context in(Context context) {
            return context;
        }

        /** Bytes of the response's body were sent. */
        default void sent(int bytes) {
            // nobody counts
        }

        /**
         * It has ended.
         *
         * @param status of HTTP; 499 for a client that left
         * @param decision the value of {@code x-drover-decision}
         */
        default void end(int status, String decision) {
            // nobody is told
        }
    }
}
