package dev.drover.gateway.evaluation;

import dev.drover.gateway.evaluation.CascadeBench.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A frontier as a picture: for each temperature a row of two charts, quality against time and quality against large-model work.
 * Unbeaten settings are filled, joined and named; the others are rings in their rule's colour.
 */
public final class FrontierChart {

    private static final int WIDTH = 1080;
    private static final int ROW = 430;
    private static final int LEGEND = 70;
    private static final int PLOT_WIDTH = 440;
    private static final int PLOT_HEIGHT = 320;
    private static final int TOP = 50;
    private static final double CHARACTER = 6.3;
    private static final double LETTERS = 12;
    private static final int[] DISTANCES = {9, 22, 40, 65, 95, 130, 170, 220};
    private static final double[][] DIRECTIONS = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -.5}, {-1, -.5}, {1, .5},
            {-1, .5}};
    private static final List<String> COLOURS = List.of("#1b6ca8", "#c8553d", "#3a7d44", "#7b4fa3", "#b8860b",
            "#2a9d8f", "#9b2226", "#5a5a5a", "#d4558f", "#4361ee", "#6a994e", "#8d6a4f", "#000000", "#888888");

    private final Frontier frontier;
    private final List<String> rules;
    private final StringBuilder svg = new StringBuilder();

    private FrontierChart(Frontier frontier) {
        this.frontier = frontier;
        this.rules = frontier.lines().stream().map(Line::rule).distinct().toList();
    }

    /** The picture as SVG. */
    public static String svg(Frontier frontier) {
        return new FrontierChart(frontier).drawn();
    }

    private String drawn() {
        List<Double> temperatures = frontier.lines().stream().map(Line::temperature).distinct().toList();
        int height = temperatures.size() * ROW + LEGEND;
        put("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"sans-serif\" font-size=\"12\">", WIDTH, height, WIDTH, height);
        put("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        for (int i = 0; i < temperatures.size(); i++) {
            double temperature = temperatures.get(i);
            List<Line> lines = frontier.lines().stream().filter(line -> line.temperature() == temperature).toList();
            String at = ", temperature " + FrontierReport.number(temperature, 2);
            new Panel(lines, 70, TOP + i * ROW, Line::time, frontier::bestInTime).draw("Quality against time" + at,
                    "time, in times of the large model's alone");
            new Panel(lines, 610, TOP + i * ROW, Line::work, frontier::bestInWork).draw("Quality against work" + at,
                    "passes of the large model, in times of those it takes alone");
        }
        legend(temperatures.size() * ROW + 20);
        return svg.append("</svg>\n").toString();
    }

    private void legend(int top) {
        double x = 70;
        int y = top;
        for (String rule : rules) {
            double width = 34 + rule.length() * CHARACTER;
            if (x + width > WIDTH - 20) {
                x = 70;
                y += 20;
            }
            put("<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\" fill=\"%s\"/>", x, y, colour(rule));
            put("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 9, y + 4, rule);
            x += width;
        }
    }

    private String colour(String rule) {
        return COLOURS.get(rules.indexOf(rule) % COLOURS.size());
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in no library of ours
    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** A rectangle that is taken: a point's or a label's. */
    private record Box(double left, double top, double right, double bottom) {

        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /** One chart, drawn at a place. */
    private final class Panel {

        private final List<Line> lines;
        private final double left;
        private final double top;
        private final ToDoubleFunction<Line> cost;
        private final Predicate<Line> best;
        private final double most;
        private final double low;
        private final double high;
        private final List<Box> taken = new ArrayList<>();
        private final Set<String> named = new HashSet<>();

        Panel(List<Line> lines, double left, double top, ToDoubleFunction<Line> cost, Predicate<Line> best) {
            this.lines = lines;
            this.left = left;
            this.top = top;
            this.cost = cost;
            this.best = best;
            this.most = 1.05 * lines.stream().mapToDouble(cost).max().orElse(1);
            double lowest = lines.stream().mapToDouble(Line::accuracy).min().orElse(0);
            double highest = lines.stream().mapToDouble(Line::accuracy).max().orElse(1);
            double margin = Math.max(.02, (highest - lowest) * .08);
            this.low = Math.max(0, lowest - margin);
            this.high = Math.min(1.02, highest + margin);
        }

        private double x(double value) {
            return left + value / most * PLOT_WIDTH;
        }

        private double y(double accuracy) {
            return top + (high - accuracy) / (high - low) * PLOT_HEIGHT;
        }

        void draw(String title, String axis) {
            put("<text x=\"%.1f\" y=\"%.1f\" font-size=\"14\" font-weight=\"bold\">%s</text>", left, top - 16, title);
            axes(axis);
            List<Line> unbeaten = lines.stream().filter(best).sorted(Comparator.comparingDouble(cost)).toList();
            join(unbeaten);
            for (Line line : lines) {
                point(line, unbeaten.contains(line));
            }
            unbeaten.forEach(this::label);
            lines.stream().filter(line -> line.leniency() == null && !unbeaten.contains(line)).forEach(this::label);
        }

        private void axes(String axis) {
            double bottom = top + PLOT_HEIGHT;
            put("<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>", left, top,
                    PLOT_WIDTH, PLOT_HEIGHT);
            double across = step(most);
            for (double tick = 0; tick <= most; tick += across) {
                put("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#eee\"/>", x(tick), top, x(tick),
                        bottom);
                put("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#444\">%s</text>", x(tick), bottom + 16,
                        FrontierReport.number(tick, 2));
            }
            double up = step(high - low);
            for (double tick = Math.ceil(low / up) * up; tick <= high; tick += up) {
                put("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#eee\"/>", left, y(tick),
                        left + PLOT_WIDTH, y(tick));
                put("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#444\">%s</text>", left - 6, y(tick) + 4,
                        FrontierReport.number(tick, 3));
            }
            put("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", left + PLOT_WIDTH / 2.0, bottom + 36,
                    axis);
        }

        /** The step between ticks: 1, 2 or 5 times a power of ten, for five to ten of them. */
        private double step(double range) {
            double power = Math.pow(10, Math.floor(Math.log10(range / 5)));
            double share = range / 5 / power;
            return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
        }

        private void join(List<Line> unbeaten) {
            StringBuilder path = new StringBuilder();
            for (Line line : unbeaten) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L",
                        x(cost.applyAsDouble(line)), y(line.accuracy())));
            }
            put("<path d=\"%s\" fill=\"none\" stroke=\"#bbb\" stroke-width=\"2\"/>", path);
        }

        private void point(Line line, boolean unbeaten) {
            double x = x(cost.applyAsDouble(line));
            double y = y(line.accuracy());
            double radius = unbeaten ? 5.5 : 3.5;
            put("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"%s\"><title>%s: %s</title></circle>",
                    x, y, radius, unbeaten ? colour(line.rule()) : "none", colour(line.rule()),
                    FrontierReport.label(line), FrontierReport.number(line.accuracy(), 4));
            taken.add(new Box(x - radius, y - radius, x + radius, y + radius));
        }

        /**
         * Names a point at the nearest place where nothing else stands, with a line to it where that is not beside it; points
         * that lie on one another share the first one's name. Where there is no place the table tells.
         */
        private void label(Line line) {
            String text = FrontierReport.label(line);
            double width = text.length() * CHARACTER;
            double x = x(cost.applyAsDouble(line));
            double y = y(line.accuracy());
            if (!named.add(Math.round(x) + " " + Math.round(y))) {
                return;
            }
            for (int distance : DISTANCES) {
                for (double[] to : DIRECTIONS) {
                    double labelX = x + to[0] * distance + (to[0] < 0 ? -width : to[0] == 0 ? -width / 2 : 0);
                    double labelY = y + to[1] * distance - LETTERS / 2;
                    Box box = new Box(labelX, labelY, labelX + width, labelY + LETTERS);
                    if (inside(box) && taken.stream().noneMatch(box::meets)) {
                        taken.add(box);
                        if (distance > DISTANCES[0]) {
                            put("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#999\" stroke-width=\".6\"/>",
                                    x, y, x + to[0] * distance, y + to[1] * distance);
                        }
                        put("<text class=\"name\" x=\"%.1f\" y=\"%.1f\" fill=\"#222\" font-size=\"11\">%s</text>",
                                labelX, labelY + LETTERS - 2, text);
                        return;
                    }
                }
            }
        }

        private boolean inside(Box box) {
            return box.left() >= left && box.right() <= left + PLOT_WIDTH && box.top() >= top
                    && box.bottom() <= top + PLOT_HEIGHT;
        }
    }
}
