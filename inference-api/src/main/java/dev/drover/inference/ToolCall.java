package dev.drover.inference;

/**
 * A call of a tool that a model made earlier in the conversation.
 *
 * @param id what its result refers to
 * @param name the function's name
 * @param arguments the arguments, a JSON object as text; what a model wrote, so perhaps not valid
 */
public record ToolCall(String id, String name, String arguments) {}
