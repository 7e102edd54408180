package dev.drover.cascade.skeleton;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The points of an answer, in a few words each.
 *
 * @param points in order
 */
record Skeleton(List<String> points) {

    private static final Pattern POINT = Pattern.compile("(?m)^\\s*\\d{1,2}[.)]\\s*(\\S.*?)\\s*$");
    private static final int ROUTING_TOKENS = 8;
    private static final int TOKENS_A_POINT = 24;

    Skeleton {
        points = List.copyOf(points);
    }

    /** The points that a model has listed, up to a number of them. */
    static Skeleton read(String text, int most) {
        List<String> points = new ArrayList<>();
        Matcher matcher = POINT.matcher(text);
        while (points.size() < most && matcher.find()) {
            points.add(matcher.group(1));
        }
        return new Skeleton(points);
    }

    /** Asks what kind of answer a question wants. */
    static ChatRequest routing(ChatRequest request) {
        return asking(request, """
                Above is a request. Do not answer it. Say only which kind of answer it wants:
                A: a list of points, each of which can be written without knowing how the others are worded
                B: steps that build on one another, such as a calculation, a proof, a program or a story
                C: a short answer without points
                Reply with the letter A, B or C alone.""").withMaxTokens(ROUTING_TOKENS).withSampling(Sampling.GREEDY);
    }

    /** Whether a model's reply to {@link #routing} speaks for points. */
    static boolean wanted(String reply) {
        String letters = reply.strip().toUpperCase(Locale.ROOT).replaceAll("(?s)[^A-Z].*", "");
        return letters.equals("A");
    }

    /** Asks for the points. */
    static ChatRequest outline(ChatRequest request, int most) {
        return asking(request,
                """
                        Do not write the answer to the request above yet. Write its outline alone: up to %d numbered points, one a line,
                        three to five words each, such as "1. Less noise". Write nothing else."""
                        .formatted(most))
                .withMaxTokens(most * TOKENS_A_POINT);
    }

    /** Asks to write a point. */
    ChatRequest point(ChatRequest request, int index) {
        String outline = IntStream.range(0, points.size())
                .mapToObj(i -> i + 1 + ". " + points.get(i))
                .collect(Collectors.joining("\n"));
        Integer limit = request.maxTokens();
        return asking(request,
                """
                        The answer to the request above has this outline:
                        %s

                        Write point %d alone, "%s", in one or two sentences. Repeat neither its number nor its title, and write nothing \
                        of the other points."""
                        .formatted(outline, index + 1, points.get(index)))
                .withMaxTokens(limit == null ? null : Integer.valueOf(Math.max(1, limit / points.size())));
    }

    private static ChatRequest asking(ChatRequest request, String instruction) {
        List<Message> messages = new ArrayList<>(request.messages());
        Message last = messages.removeLast();
        messages.add(new Message(last.role(), last.content() + "\n\n" + instruction));
        return request.withMessages(messages);
    }
}
