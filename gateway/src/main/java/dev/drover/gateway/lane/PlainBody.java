package dev.drover.gateway.lane;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Sampling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a plain body, each with its range checked as the full reader does. Used by one thread. */
final class PlainBody {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9]\\d{0,17}");
    private static final Set<Field> INSIDE = EnumSet.of(Field.ROLE, Field.CONTENT, Field.NAME, Field.INCLUDE_USAGE);
    private static final int LONGEST_MODEL = 256;

    private final List<Message> messages = new ArrayList<>(4);
    private final Map<Field, Double> numbers = new EnumMap<>(Field.class);
    private final Map<Field, Long> wholes = new EnumMap<>(Field.class);
    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private final Set<Field> seenInside = EnumSet.noneOf(Field.class);
    private boolean inMessage;
    private @Nullable String role;
    private @Nullable String content;
    private @Nullable String name;
    private @Nullable String model;
    private @Nullable String user;
    private @Nullable String effort;
    private List<String> stop = List.of();
    private boolean stream;
    private boolean includeUsage;

    /** An object inside the body begins. */
    void enter(boolean message) {
        inMessage = message;
        seenInside.clear();
        role = null;
        content = null;
        name = null;
    }

    /** Notes a field; whether it is the first of its name in its object. */
    boolean first(Field field) {
        return (INSIDE.contains(field) ? seenInside : seen).add(field);
    }

    boolean text(@Nullable Field field, byte[] all, int from, int to, boolean escaped) {
        if (field == null) {
            return false;
        }
        switch (field) {
            case MODEL -> model = BodyScanner.decoded(all, from, to, escaped);
            case USER -> user = BodyScanner.decoded(all, from, to, escaped);
            case REASONING_EFFORT -> effort = BodyScanner.decoded(all, from, to, escaped);
            case STOP -> {
                String end = BodyScanner.decoded(all, from, to, escaped);
                stop = end.isEmpty() ? List.of() : List.of(end);
            }
            case ROLE -> role = BodyScanner.decoded(all, from, to, escaped);
            case CONTENT -> content = BodyScanner.decoded(all, from, to, escaped);
            case NAME -> name = BodyScanner.decoded(all, from, to, escaped);
            default -> { return false; }
        }
        return true;
    }

    boolean flag(@Nullable Field field, String word) {
        boolean value = word.equals("true");
        if (field == Field.STREAM) {
            stream = value;
        } else if (field == Field.INCLUDE_USAGE) {
            includeUsage = value;
        } else {
            return false;
        }
        return value || word.equals("false");
    }

    boolean number(@Nullable Field field, String written) {
        return field != null && switch (field) {
            case TEMPERATURE -> number(field, written, 0, 2);
            case TOP_P, MIN_P -> number(field, written, 0, 1);
            case FREQUENCY_PENALTY, PRESENCE_PENALTY -> number(field, written, -2, 2);
            case MAX_TOKENS, MAX_COMPLETION_TOKENS -> whole(field, written, 1, Integer.MAX_VALUE);
            case TOP_K -> whole(field, written, 0, Integer.MAX_VALUE);
            case SEED -> whole(field, written, Long.MIN_VALUE, Long.MAX_VALUE);
            default -> false;
        };
    }

    private boolean number(Field field, String written, double min, double max) {
        if (!NUMBER.matcher(written).matches()) {
            return false;
        }
        // a negative zero is none to the full reader
        double value = Double.parseDouble(written) + 0.0;
        numbers.put(field, value);
        return value >= min && value <= max;
    }

    private boolean whole(Field field, String written, long min, long max) {
        if (!WHOLE.matcher(written).matches()) {
            return false;
        }
        long value = Long.parseLong(written);
        wholes.put(field, value);
        return value >= min && value <= max;
    }

    /** A message is complete; whether it is one. */
    boolean endMessage() {
        String who = role;
        String says = content;
        if (!inMessage || who == null || says == null || !ROLES.contains(who)) {
            return false;
        }
        messages.add(new Message(who, says.isEmpty() ? List.of() : List.of(new ContentPart.Text(says)), List.of(), null,
                name, null));
        return true;
    }

    /** Whether nothing is missing that must be there. */
    boolean isWhole() {
        String asked = model;
        return asked != null && !asked.isBlank() && asked.length() <= LONGEST_MODEL && !messages.isEmpty();
    }

    /** The model it asks for. */
    String model() {
        return String.valueOf(model);
    }

    /**
     * The call, as the full reader has it but for the JSON text of each message, which only who changes it needs.
     *
     * @param all the body's bytes
     * @param length how many there are
     */
    ChatCall call(byte[] all, int length) {
        Long current = wholes.get(Field.MAX_COMPLETION_TOKENS);
        Long limit = current != null ? current : wholes.get(Field.MAX_TOKENS);
        Long topK = wholes.get(Field.TOP_K);
        Sampling sampling = new Sampling(numbers.get(Field.TEMPERATURE), numbers.get(Field.TOP_P),
                topK == null ? null : topK.intValue(), numbers.get(Field.MIN_P), wholes.get(Field.SEED),
                numbers.get(Field.FREQUENCY_PENALTY), numbers.get(Field.PRESENCE_PENALTY), Map.of());
        AnswerOptions plain = AnswerOptions.PLAIN;
        AnswerOptions options = user == null && effort == null ? plain
                : new AnswerOptions(plain.tools(), plain.format(), 1, null, effort, user, List.of());
        ChatRequest request = new ChatRequest(model(), messages, sampling, limit == null ? null : limit.intValue(),
                stop, options, false,
                new RequestBody(ApiForm.CHAT, new String(all, 0, length, StandardCharsets.UTF_8)));
        return new ChatCall(request, stream, includeUsage);
    }
}
