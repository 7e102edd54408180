package dev.drover.herd.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The loss of each step, kept in a file beside the checkpoint: step, tokens so far and loss, separated by commas. */
final class LossHistory {

    /**
     * One step.
     *
     * @param step the number of the step, from 1
     * @param tokens the tokens trained on up to and with it
     * @param loss the mean cross entropy of its learned tokens, in nats
     */
    record Point(int step, long tokens, double loss) {}

    private static final Pattern LINE = Pattern.compile("(\\d{1,9}),(\\d{1,18}),(\\d+\\.?\\d*)");

    private final Path file;
    private final List<Point> points = new ArrayList<>();
    private int written;

    /**
     * The history up to a step. What a stopped run recorded after its checkpoint is dropped, a last line cut short with it.
     *
     * @throws IOException if the file cannot be read or holds something else
     */
    LossHistory(Path file, int step) throws IOException {
        this.file = file;
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches()) {
                if (i + 1 < lines.size()) {
                    throw new IOException(file + ", line " + (i + 1) + ": " + lines.get(i)
                            + " (expected: step,tokens,loss; remove the file to go on without a curve)");
                }
            } else if (Integer.parseInt(line.group(1)) <= step) {
                points.add(new Point(Integer.parseInt(line.group(1)), Long.parseLong(line.group(2)),
                        Double.parseDouble(line.group(3))));
            }
        }
    }

    void add(Point point) {
        points.add(point);
    }

    List<Point> points() {
        return List.copyOf(points);
    }

    /** The mean of the last points. */
    double recent(int count) {
        return points.subList(Math.max(0, points.size() - count), points.size())
                .stream()
                .mapToDouble(Point::loss)
                .average()
                .orElse(Double.NaN);
    }

    /** Appends what is new to the file; the first time, replaces the file by all of it. */
    void save() throws IOException {
        StandardOpenOption mode = written == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        StringBuilder text = new StringBuilder();
        for (; written < points.size(); written++) {
            Point point = points.get(written);
            text.append(String.format(Locale.ROOT, "%d,%d,%.5f%n", point.step(), point.tokens(), point.loss()));
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
    }
}
