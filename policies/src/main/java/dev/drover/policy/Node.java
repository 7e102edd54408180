package dev.drover.policy;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A value of a YAML document, with the line it stands on. */
sealed interface Node {

    /** The most of a text that a message repeats. */
    int SHOWN = 60;

    /** The line, from 1. */
    int line();

    /** What it is, in the words of a message. */
    String describe();

    /** Names with values, in the order written. */
    record Mapping(int line, Map<String, Node> entries) implements Node {

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** Values in order. */
    record Sequence(int line, List<Node> items) implements Node {

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A text, a Long, a Double, a Boolean or null for nothing. */
    record Scalar(int line, @Nullable Object value) implements Node {

        @Override
        public String describe() {
            return switch (value) {
                case null -> "nothing";
                case String text ->
                    "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text).replaceAll("\\p{Cntrl}", "�")
                            + "\"";
                case Object other -> other.toString();
            };
        }
    }
}
