package dev.drover.herd.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    private final Path file;
    private final List<Point> points = new ArrayList<>();
    private int written;

    /** The history up to a step; what a stopped run recorded after its checkpoint is dropped. */
    LossHistory(Path file, int step) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] part = line.split(",", -1);
                Point point = new Point(Integer.parseInt(part[0]), Long.parseLong(part[1]),
                        Double.parseDouble(part[2]));
                if (point.step() <= step) {
                    points.add(point);
                }
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
