package dev.drover.gateway.evaluation;

import dev.drover.gateway.evaluation.CascadeBench.Line;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A frontier as tables, for people and for programs. */
public final class FrontierReport {

    private static final List<Column> COLUMNS = List.of(new Column("rule", Line::rule),
            new Column("leniency", line -> number(line.leniency(), 3)),
            new Column("gamma", line -> line.leniency() == null ? "" : line.gamma().toString()),
            new Column("temperature", line -> number(line.temperature(), 2)),
            new Column("items", line -> String.valueOf(line.items())),
            new Column("accuracy", line -> number(line.accuracy(), 4)),
            new Column("wins", line -> String.valueOf(line.wins())),
            new Column("losses", line -> String.valueOf(line.losses())),
            new Column("time", line -> number(line.time(), 3)), new Column("work", line -> number(line.work(), 3)),
            new Column("speedup", line -> number(line.speedup(), 3)),
            new Column("tokensPerLargeCall", line -> number(line.tokensPerLargeCall(), 2)),
            new Column("rejectionRate", line -> number(line.rejectionRate(), 4)),
            new Column("meanTokens", line -> number(line.meanTokens(), 1)));

    private FrontierReport() {}

    private record Column(String name, Function<Line, String> cell) {}

    /** Comma-separated values, a heading first; {@code frontier} names the charts a setting is unbeaten in. */
    public static String csv(Frontier frontier) {
        return table(frontier, ",", "", "") + "\n";
    }

    /** A page with a table, and how to read it. */
    public static String markdown(Frontier frontier) {
        String heading = table(frontier, " | ", "| ", " |");
        int first = heading.indexOf('\n');
        String rule = "|" + "---|".repeat(COLUMNS.size() + 1);
        return """
                # What %s drafts and %s verifies

                Accuracy is the share of right answers; wins and losses are against the large model alone, task by task. Time and
                work (passes of the large model) are in times of the large model alone at the same temperature; only ratios
                within one run count. The last column names the charts in which no other setting is as good in both.

                """
                .formatted(frontier.drafter(), frontier.verifier()) + heading.substring(0, first) + "\n" + rule
                + heading.substring(first) + "\n";
    }

    private static String table(Frontier frontier, String between, String before, String after) {
        String heading = COLUMNS.stream().map(Column::name).collect(Collectors.joining(between)) + between + "frontier";
        String rows = frontier.lines()
                .stream()
                .map(line -> before
                        + COLUMNS.stream().map(column -> column.cell().apply(line)).collect(Collectors.joining(between))
                        + between + charts(frontier, line) + after)
                .collect(Collectors.joining("\n"));
        return before + heading + after + "\n" + rows;
    }

    private static String charts(Frontier frontier, Line line) {
        return (frontier.bestInTime(line) ? "time " : "") + (frontier.bestInWork(line) ? "work" : "");
    }

    /** A setting in few words. */
    static String label(Line line) {
        return line.leniency() == null ? line.rule()
                : line.rule() + " " + number(line.leniency(), 3)
                        + (line.gamma() instanceof Integer gamma ? " g" + gamma : " " + line.gamma());
    }

    static String number(@Nullable Double value, int digits) {
        if (value == null) {
            return "";
        }
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
