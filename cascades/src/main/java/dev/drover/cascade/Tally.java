package dev.drover.cascade;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a cascade counts while it answers. {@code kept + deferred} is the number of tokens emitted. */
final class Tally {

    private int drafted;
    private int kept;
    private int rejected;
    private int added;
    private int smallCalls;
    private int largeCalls;

    void smallCall() {
        smallCalls++;
    }

    void largeCall() {
        largeCalls++;
    }

    int smallCalls() {
        return smallCalls;
    }

    void drafted() {
        drafted++;
    }

    void kept() {
        kept++;
    }

    void rejected() {
        rejected++;
    }

    void added() {
        added++;
    }

    /**
     * The counts as an answer's facts: {@code drafted} tokens drawn by the small model, {@code kept} those of them that
     * were emitted, {@code rejected} those of them that the large model replaced, {@code deferred} tokens emitted by the
     * large model (replacements and those added after a whole block), {@code smallCalls} and {@code largeCalls} passes.
     * {@code rejected / (kept + rejected)} is the rate of rejection.
     */
    Map<String, Object> facts(CascadeOptions options) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rule", options.rule().name());
        facts.put("leniency", options.leniency());
        facts.put("blockLength", options.adaptive() ? "adaptive" : options.blockLength());
        facts.put("drafted", drafted);
        facts.put("kept", kept);
        facts.put("rejected", rejected);
        facts.put("deferred", rejected + added);
        facts.put("smallCalls", smallCalls);
        facts.put("largeCalls", largeCalls);
        return facts;
    }
}
