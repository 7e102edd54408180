package dev.drover.policy;

/** A document's content with the report that knows where it stands. */
record Parsed<T>(T content, Report report) {}
