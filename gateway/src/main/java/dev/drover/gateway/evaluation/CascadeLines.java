package dev.drover.gateway.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What came of a run: marks by task and setting become a line a setting. */
final class CascadeLines {

    private final List<CascadeSetting> settings;
    private final List<List<Mark>> marks = new ArrayList<>();

    CascadeLines(List<CascadeSetting> settings) {
        this.settings = List.copyOf(settings);
    }

    /** Adds a task's marks, in the settings' order. */
    void add(List<Mark> ofTask) {
        if (ofTask.size() != settings.size()) {
            throw new IllegalArgumentException(
                    "marks: " + ofTask.size() + " (expected: " + settings.size() + ", one a setting)");
        }
        marks.add(List.copyOf(ofTask));
    }

    /** By task, then by setting. */
    List<List<Mark>> marks() {
        return List.copyOf(marks);
    }

    /** Of settings that differ in block length alone the one that produced most tokens a second, in their order. */
    List<CascadeSetting> quickest() {
        List<CascadeSetting> best = new ArrayList<>();
        for (CascadeSetting setting : settings) {
            if (best.stream().noneMatch(setting::likeBut)) {
                best.add(settings.stream()
                        .filter(setting::likeBut)
                        .max(Comparator.comparingDouble(other -> perSecond(settings.indexOf(other))))
                        .orElseThrow());
            }
        }
        return best;
    }

    /** The same marks of some of the settings alone. */
    CascadeLines only(List<CascadeSetting> some) {
        CascadeLines lines = new CascadeLines(some);
        marks.forEach(
                ofTask -> lines.add(some.stream().map(setting -> ofTask.get(settings.indexOf(setting))).toList()));
        return lines;
    }

    /** A line a setting, in their order. */
    List<CascadeBench.Line> lines() {
        List<CascadeBench.Line> lines = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            lines.add(line(i, baseline(settings.get(i).temperature())));
        }
        return lines;
    }

    private int baseline(double temperature) {
        return settings.indexOf(new CascadeSetting(CascadeSetting.LARGE, null, 0, temperature, 1));
    }

    private CascadeBench.Line line(int index, int large) {
        CascadeSetting setting = settings.get(index);
        int wins = 0;
        int losses = 0;
        for (List<Mark> ofTask : marks) {
            boolean right = ofTask.get(index).right();
            boolean largeRight = ofTask.get(large).right();
            wins += right && !largeRight ? 1 : 0;
            losses += !right && largeRight ? 1 : 0;
        }
        double tasks = marks.size();
        double tokens = sum(index, Mark::tokens);
        double calls = sum(index, Mark::largeCalls);
        double judged = sum(index, Mark::kept) + sum(index, Mark::rejected);
        return new CascadeBench.Line(setting.rule().replace("-", ""), setting.leniency(), setting.gamma(),
                setting.temperature(), setting.topP(), marks.size(), sum(index, mark -> mark.right() ? 1 : 0) / tasks,
                sum(index, mark -> mark.valid() ? 1 : 0) / tasks, wins, losses, perSecond(index),
                perSecond(index) / perSecond(large), calls == 0 ? null : tokens / calls,
                rate(sum(index, Mark::rejected), judged), tokens / tasks,
                sum(index, Mark::nanos) / sum(large, Mark::nanos), calls / sum(large, Mark::largeCalls));
    }

    private static @Nullable Double rate(double rejected, double judged) {
        return judged == 0 ? null : rejected / judged;
    }

    private double perSecond(int index) {
        return sum(index, Mark::tokens) / (sum(index, Mark::nanos) / 1e9);
    }

    private double sum(int index, ToLongFunction<Mark> figure) {
        return marks.stream().mapToLong(ofTask -> figure.applyAsLong(ofTask.get(index))).sum();
    }
}
