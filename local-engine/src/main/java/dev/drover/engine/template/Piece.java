package dev.drover.engine.template;

import java.util.List;

/** What a template's source falls into. */
sealed interface Piece {

    /** Text that is written as it stands. */
    record Plain(String text, int line) implements Piece {}

    /** {@code {{ expression }}}. */
    record Output(List<Token> tokens) implements Piece {}

    /** {@code {% statement %}}. */
    record Statement(List<Token> tokens) implements Piece {}
}
