package dev.drover.herd.train;

import java.util.List;
import java.util.Locale;

/** A loss curve as an SVG picture: mean loss of a hundred stretches of the run over millions of tokens. */
final class LossCurve {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int BOTTOM = 40;
    private static final int TOP = 34;
    private static final int STRETCHES = 100;

    private LossCurve() {}

    /** The picture of a run's losses. */
    static String svg(String name, List<LossHistory.Point> points) {
        double tokens = points.isEmpty() ? 1 : points.getLast().tokens();
        double highest = Math.max(1e-3, points.stream().mapToDouble(LossHistory.Point::loss).max().orElse(1));
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>Loss of ")
                .append(name)
                .append("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(svg, LEFT, 20, "start", name + ": cross entropy of learned tokens (nats)");
        for (int i = 0; i <= 4; i++) {
            double y = y(highest * i / 4, highest);
            svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - 12));
            text(svg, LEFT - 6, y + 4, "end", String.format(Locale.ROOT, "%.2f", highest * i / 4));
            text(svg, x(tokens * i / 4, tokens), HEIGHT - BOTTOM + 18, "middle",
                    String.format(Locale.ROOT, "%.2fM", tokens * i / 4 / 1e6));
        }
        text(svg, WIDTH / 2.0, HEIGHT - 6, "middle", "tokens");
        svg.append("<path fill=\"none\" stroke=\"#2563eb\" stroke-width=\"1.5\" d=\"");
        int size = Math.max(1, points.size() / STRETCHES);
        for (int from = 0; from < points.size(); from += size) {
            List<LossHistory.Point> stretch = points.subList(from, Math.min(points.size(), from + size));
            double mean = stretch.stream().mapToDouble(LossHistory.Point::loss).average().orElse(0);
            svg.append(String.format(Locale.ROOT, "%s%.1f %.1f", from == 0 ? "M" : "L",
                    x((double) stretch.getLast().tokens(), tokens), y(mean, highest)));
        }
        return svg.append("\"/>\n</svg>\n").toString();
    }

    private static double x(double tokens, double most) {
        return LEFT + tokens / most * (WIDTH - LEFT - 30);
    }

    private static double y(double loss, double highest) {
        return HEIGHT - BOTTOM - loss / highest * (HEIGHT - BOTTOM - TOP);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n", x, y, anchor, text));
    }
}
