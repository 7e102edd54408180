package dev.drover.gateway.provider;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.ToolChoice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refusals of what a provider's interface cannot say. A seed is no more than a wish, so it is dropped without a word. */
public final class Unsupported {

    private Unsupported() {}

    /** What some interfaces cannot say. */
    public enum Feature {
        /** Log-probabilities of tokens. */
        LOGPROBS,
        /** Penalties for tokens that are there already. */
        PENALTIES,
        /** Biases of tokens. */
        LOGIT_BIAS,
        /** The share of the most probable token below which tokens are dropped. */
        MIN_P,
        /** Recorded sound. */
        AUDIO,
        /** Documents. */
        DOCUMENTS,
        /** Pictures that are not in the request itself. */
        LINKED_PICTURES,
        /** No more than one call of a tool at a time. */
        SINGLE_CALLS,
        /** Calls of tools that must be made. */
        FORCED_TOOLS,
        /** A JSON object without a schema. */
        JSON_OBJECT
    }

    /**
     * The refusal of a field.
     *
     * @param field the field
     * @param given what it holds
     * @param provider the provider's name
     * @param expected what it could hold
     */
    public static Rejected refused(String field, @Nullable Object given, String provider, String expected) {
        return new Rejected(400, Provider.UNSUPPORTED, field, field + ": " + given + " (expected: " + expected
                + ", for a model of provider " + provider + "); leave it out or choose another model");
    }

    /**
     * Refuses a request that asks for what an interface cannot say, or for what only providers of the request's own form
     * understand.
     *
     * @throws Rejected when there is any
     */
    public static void refuse(ChatRequest request, String provider, Set<Feature> missing) {
        request.options().foreign().stream().findFirst().ifPresent(first -> {
            int end = first.indexOf(": ");
            throw refused(first.substring(0, end), first.substring(end + 2), provider, "nothing of the kind");
        });
        if (request.options().format() instanceof AnswerFormat.Grammar) {
            throw refused("grammar", "given", provider, "response_format");
        }
        for (Feature feature : missing) {
            Rejected refusal = refusal(request, provider, feature);
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    private static @Nullable Rejected refusal(ChatRequest request, String provider, Feature feature) {
        return switch (feature) {
            case LOGPROBS -> request.options().logprobs() == null ? null : refused("logprobs", true, provider, "false");
            case PENALTIES -> {
                Double frequency = request.sampling().frequencyPenalty();
                Double presence = request.sampling().presencePenalty();
                yield isSet(frequency) ? refused("frequency_penalty", frequency, provider, "0")
                        : isSet(presence) ? refused("presence_penalty", presence, provider, "0") : null;
            }
            case LOGIT_BIAS -> request.sampling().logitBias().isEmpty() ? null
                    : refused("logit_bias", request.sampling().logitBias().size() + " tokens", provider, "none");
            case MIN_P ->
                isSet(request.sampling().minP()) ? refused("min_p", request.sampling().minP(), provider, "0") : null;
            case AUDIO -> part(request.messages(), ContentPart.Audio.class, "sound", provider);
            case DOCUMENTS -> part(request.messages(), ContentPart.Document.class, "a document", provider);
            case LINKED_PICTURES -> request.messages()
                    .stream()
                    .flatMap(message -> message.parts().stream())
                    .anyMatch(part -> part instanceof ContentPart.Image image && !image.url().startsWith("data:"))
                            ? refused("messages", "the address of a picture", provider, "data: with the picture")
                            : null;
            case SINGLE_CALLS -> !request.options().tools().tools().isEmpty()
                    && Boolean.FALSE.equals(request.options().tools().parallel())
                            ? refused("parallel_tool_calls", false, provider, "true")
                            : null;
            case FORCED_TOOLS -> switch (request.options().tools().choice()) {
                case ToolChoice.Required required -> refused("tool_choice", "required", provider, "auto or none");
                case ToolChoice.Named named -> refused("tool_choice", named.name(), provider, "auto or none");
                default -> null;
            };
            case JSON_OBJECT -> request.options().format() instanceof AnswerFormat.Json
                    ? refused("response_format", "json_object", provider, "json_schema or text")
                    : null;
        };
    }

    private static @Nullable Rejected part(List<Message> messages, Class<?> kind, String what, String provider) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).parts().stream().anyMatch(kind::isInstance)) {
                return refused("messages[" + i + "].content", what, provider, "none");
            }
        }
        return null;
    }

    private static boolean isSet(@Nullable Double value) {
        return value != null && value != 0;
    }
}
