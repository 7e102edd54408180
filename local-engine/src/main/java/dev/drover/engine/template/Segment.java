package dev.drover.engine.template;

/**
 * A piece of a rendered conversation.
 *
 * @param text never empty
 * @param marks true for what the template itself wrote, in which marks of control tokens count; false for what came from
 *        messages, which is ordinary text whatever it looks like
 */
public record Segment(String text, boolean marks) {}
