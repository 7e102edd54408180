/**
 * What an answer's text may be, as a mask over tokens. {@link dev.drover.inference.grammar.GrammarText} reads grammars as
 * people write them (GBNF), and others build them of {@link dev.drover.inference.grammar.Expression}s;
 * {@link dev.drover.inference.grammar.Grammar} is one compiled to automata over bytes; and
 * {@link dev.drover.inference.grammar.TokenGrammar} joins it to a vocabulary and says after any tokens which may be next.
 */
@NullMarked
package dev.drover.inference.grammar;

import org.jspecify.annotations.NullMarked;
