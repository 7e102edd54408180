package dev.drover.engine.template;

import java.util.Set;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text as written, strings without quotes and with escapes resolved
 * @param line where it stands, from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        NAME, STRING, INTEGER, FLOAT, OPERATOR, END
    }

    boolean is(String operatorOrName) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrName);
    }

    boolean isOneOf(Set<String> operatorsOrNames) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && operatorsOrNames.contains(text);
    }
}
