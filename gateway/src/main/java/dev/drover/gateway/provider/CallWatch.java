package dev.drover.gateway.provider;

import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/** Is told of every call to a deployment. Safe for use by many threads. */
public interface CallWatch {

    /** Watches nothing. */
    CallWatch NONE = new CallWatch() {
        @Override
        public <T> Flux<T> watched(UpstreamCall call, Flux<T> answer) {
            return answer;
        }

        @Override
        public void refused(UpstreamCall call, ContextView context, Throwable why) {
            // nobody wants to know
        }
    };

    /** A call that is made when it is subscribed to, with whatever shall happen around it. */
    <T> Flux<T> watched(UpstreamCall call, Flux<T> answer);

    /**
     * A call that was not made: its deployment rests, is full or was asked too often.
     *
     * @param context of the request
     */
    void refused(UpstreamCall call, ContextView context, Throwable why);
}
