package dev.drover.gateway.response;

/**
 * A response that is kept.
 *
 * @param response the response, a JSON object
 * @param input the items of the conversation before it, a JSON list
 */
public record StoredResponse(String response, String input) {}
