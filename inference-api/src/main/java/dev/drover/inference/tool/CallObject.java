package dev.drover.inference.tool;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call that comes in sign by sign as a JSON object with {@code name} and {@code arguments} (or {@code parameters}), in
 * any order and with other fields among them. Arguments are handed on as they are written; where they are a string with
 * JSON in it, as some models write them, what is in it.
 */
final class CallObject {

    /** What has become of the text so far. */
    enum Fate {
        /** It may become a call, or is one that goes on. */
        OPEN,
        /** It is a call, and complete. */
        DONE,
        /** It is none. */
        FAILED
    }

    private enum Expecting {
        OBJECT, KEY, COLON, VALUE, INSIDE_VALUE, NEXT
    }

    private final Set<String> names;
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private Expecting expecting = Expecting.OBJECT;
    private @Nullable JsonSpan span;
    private String key = "";
    private @Nullable String name;
    private boolean told;

    /**
     * Begins before the object.
     *
     * @param names the functions that there are; a call of another is no call
     */
    CallObject(Set<String> names) {
        this.names = names;
    }

    /** The function that is called, once this is known to be a call; else null. */
    @Nullable
    String name() {
        return told ? name : null;
    }

    /** All signs so far. */
    String raw() {
        return raw.toString();
    }

    /** The arguments that have come in since this was last asked. */
    String takeArguments() {
        String taken = arguments.toString();
        arguments.setLength(0);
        return taken;
    }

    /** Takes the next sign. */
    Fate add(char sign) {
        if (!told) {
            raw.append(sign);
        }
        if (span != null) {
            return inside(span, sign);
        }
        if (" \t\n\r".indexOf(sign) >= 0) {
            return Fate.OPEN;
        }
        return switch (expecting) {
            case OBJECT -> sign == '{' ? now(Expecting.KEY) : failed();
            case KEY -> sign == '"' ? begin(sign, expecting) : failed();
            case COLON -> sign == ':' ? now(Expecting.VALUE) : failed();
            case VALUE -> value(sign);
            case NEXT -> sign == ',' ? now(Expecting.KEY) : sign == '}' ? end() : failed();
            case INSIDE_VALUE -> failed();
        };
    }

    private Fate value(char sign) {
        boolean fits = switch (key) {
            case "name" -> sign == '"' && name == null;
            case "arguments", "parameters" -> sign == '{' || sign == '"' || sign == 'n';
            default -> "{[\"-0123456789tfn".indexOf(sign) >= 0;
        };
        return fits ? begin(sign, Expecting.INSIDE_VALUE) : failed();
    }

    private Fate begin(char sign, Expecting what) {
        JsonSpan begun = new JsonSpan();
        span = begun;
        expecting = what;
        return inside(begun, sign);
    }

    private Fate inside(JsonSpan open, char sign) {
        boolean argument = expecting == Expecting.INSIDE_VALUE && isArguments();
        JsonSpan.Step step = open.add(sign);
        if (step == JsonSpan.Step.BEYOND) {
            closed(open);
            return add(sign, expecting);
        }
        if (argument && open.isObject()) {
            arguments.append(sign);
            tell();
        }
        if (step == JsonSpan.Step.LAST) {
            return closed(open);
        }
        return Fate.OPEN;
    }

    /** A sign behind a number or a word, which was already counted among the raw ones. */
    private Fate add(char sign, Expecting now) {
        if (" \t\n\r".indexOf(sign) >= 0) {
            return Fate.OPEN;
        }
        return sign == ',' ? now(Expecting.KEY) : sign == '}' && now == Expecting.NEXT ? end() : failed();
    }

    private Fate closed(JsonSpan value) {
        span = null;
        if (expecting == Expecting.KEY) {
            key = value.string();
            return now(Expecting.COLON);
        }
        expecting = Expecting.NEXT;
        if (key.equals("name")) {
            name = value.string();
            if (!names.contains(name)) {
                return failed();
            }
        } else if (isArguments() && !value.isObject()) {
            arguments.append(value.isString() ? value.string() : "{}");
        }
        tell();
        return Fate.OPEN;
    }

    private boolean isArguments() {
        return key.equals("arguments") || key.equals("parameters");
    }

    /** From its name and the beginning of its arguments on this is a call. */
    private void tell() {
        told |= name != null && !arguments.isEmpty();
    }

    private Fate end() {
        if (name == null) {
            return Fate.FAILED;
        }
        if (!told) {
            arguments.append("{}");
            told = true;
        }
        return Fate.DONE;
    }

    private Fate now(Expecting what) {
        expecting = what;
        return Fate.OPEN;
    }

    /** What is known to be a call stays one, whatever stands in it by mistake. */
    private Fate failed() {
        return told ? Fate.OPEN : Fate.FAILED;
    }
}
