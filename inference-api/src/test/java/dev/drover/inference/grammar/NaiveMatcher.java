package dev.drover.inference.grammar;

import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Literal;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import dev.drover.inference.grammar.Expression.Until;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Says by the meaning of expressions alone whether a text is of a grammar: where the texts of an expression that begin at
 * a place can end, computed for all rules and places together until nothing changes any more.
 */
final class NaiveMatcher {

    private final String text;
    private final Map<String, BitSet> ends = new HashMap<>();

    private NaiveMatcher(String text) {
        this.text = text;
    }

    static boolean matches(Map<String, Expression> rules, String text) {
        NaiveMatcher matcher = new NaiveMatcher(text);
        int before = -1;
        int now = 0;
        while (now != before) {
            before = now;
            rules.forEach((name, what) -> {
                for (int at = 0; at <= text.length(); at++) {
                    matcher.known(name, at).or(matcher.ends(what, at));
                }
            });
            now = matcher.ends.values().stream().mapToInt(BitSet::cardinality).sum();
        }
        return matcher.known("root", 0).get(text.length());
    }

    private BitSet known(String rule, int at) {
        return ends.computeIfAbsent(rule + "@" + at, absent -> new BitSet());
    }

    private BitSet ends(Expression what, int at) {
        BitSet found = new BitSet();
        switch (what) {
            case Literal literal -> found.set(at + literal.text().length(), text.startsWith(literal.text(), at));
            case OneOf one -> found.set(at + 1, at < text.length() && one.characters().contains(text.charAt(at)));
            case Sequence sequence -> {
                found.set(at);
                for (Expression part : sequence.parts()) {
                    found = after(found, part);
                }
            }
            case Choice choice -> {
                for (Expression option : choice.options()) {
                    found.or(ends(option, at));
                }
            }
            case Repeat repeat -> {
                BitSet here = new BitSet();
                here.set(at);
                int most = Math.min(repeat.max(), repeat.min() + text.length() + 1);
                for (int count = 0; count <= most; count++) {
                    if (count >= repeat.min()) {
                        found.or(here);
                    }
                    here = after(here, repeat.what());
                }
            }
            case Rule rule -> found.or(known(rule.name(), at));
            case Until until -> {
                for (int end = at; end <= text.length(); end++) {
                    int mark = text.substring(at, end).indexOf(until.mark());
                    found.set(end, until.closed() ? mark == end - at - until.mark().length() && mark >= 0 : mark < 0);
                }
            }
        }
        found.clear(text.length() + 1, Math.max(text.length() + 1, found.length()));
        return found;
    }

    private BitSet after(BitSet places, Expression what) {
        BitSet found = new BitSet();
        places.stream().forEach(place -> found.or(ends(what, place)));
        return found;
    }
}
