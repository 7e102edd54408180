package dev.drover.policy;

/**
 * The text of one file of documents, wherever it came from.
 *
 * @param name what problems call it, usually the file's name
 * @param text one or several YAML (or JSON) documents
 */
public record PolicySource(String name, String text) {}
