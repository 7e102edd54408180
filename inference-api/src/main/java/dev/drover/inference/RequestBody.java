package dev.drover.inference;

import java.util.Map;

/**
 * A request as it came, so that what Drover does not know reaches a provider that speaks the same form.
 *
 * @param form the form it is in
 * @param json a JSON object, as it was written
 * @param headers headers that change what the body means, by lower-case name
 */
public record RequestBody(ApiForm form, String json, Map<String, String> headers) {

    /** Copies the headers. */
    public RequestBody {
        headers = Map.copyOf(headers);
    }

    /** A body whose headers do not matter. */
    public RequestBody(ApiForm form, String json) {
        this(form, json, Map.of());
    }
}
