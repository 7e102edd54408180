package dev.drover.gateway.provider.transport;

/**
 * How an answer is wanted.
 *
 * @param passOn whether the provider's bytes shall be handed on as they came, for the client speaks its form
 * @param stream whether the client wants a stream; matters for bytes that are handed on
 * @param usageWanted whether messages with usage alone shall be handed on too
 */
public record Delivery(boolean passOn, boolean stream, boolean usageWanted) {

    /** In parts. */
    public static final Delivery PARTS = new Delivery(false, true, false);
}
