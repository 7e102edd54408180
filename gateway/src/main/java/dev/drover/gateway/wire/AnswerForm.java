package dev.drover.gateway.wire;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What frames an answer in the OpenAI form besides its parts.
 *
 * @param id the completion's id
 * @param created when it began, in seconds since 1970
 * @param model the name the request asked for
 * @param includeUsage whether a stream ends with its usage
 * @param explanation the {@code drover} object, asked for when the answer is complete; empty for none
 */
public record AnswerForm(String id, long created, String model, boolean includeUsage,
        Supplier<Map<String, Object>> explanation) {}
