package dev.drover.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drover.gateway.wire.ChatBody;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.RequestBody;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A digest of everything that changes an answer: who governs it in which version, who asks, and every field of the
 * request but those that say how the answer shall be delivered. The order and the layout of fields do not matter.
 *
 * @param policy who governs it; part of the digest, and what answers are forgotten by
 * @param digest 64 hexadecimal digits
 */
public record AnswerKey(String policy, String digest) {

    private static final Set<String> DELIVERY = Set.of("stream", "stream_options");
    private static final long MOST_CHARACTERS = 16L << 20;
    /** Reading and sorting a body takes longer than all else that happens to a request whose answer is kept. */
    private static final Cache<Source, AnswerKey> KNOWN = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Source source, AnswerKey key) -> 512 + source.body().json().length())
            .build();

    /** All that a key is made of. */
    private record Source(String policy, String version, String team, String model, RequestBody body) {}

    /**
     * The key of a request.
     *
     * @param policy who governs it
     * @param version of the policies in force
     * @param team who asks: answers are not shared across teams
     * @param request the request
     */
    public static AnswerKey of(String policy, String version, String team, ChatRequest request) {
        RequestBody body = request.body();
        return body == null ? made(policy, version, team, request)
                : KNOWN.get(new Source(policy, version, team, request.model(), body),
                        absent -> made(policy, version, team, request));
    }

    private static AnswerKey made(String policy, String version, String team, ChatRequest request) {
        MessageDigest sha = sha256();
        StringBuilder text = new StringBuilder();
        text.append(Json.quote(policy))
                .append(Json.quote(version))
                .append(Json.quote(team))
                .append(Json.quote(request.model()));
        RequestBody body = request.body();
        if (body == null) {
            text.append(request.verbatim()).append(' ');
            canonical(ChatBody.of(request, "max_tokens"), true, text);
        } else {
            text.append(body.form()).append(new TreeMap<>(body.headers())).append(' ');
            canonical(Json.mapper().readTree(body.json()), replays(body.form()), text);
        }
        // characters as they are: in UTF-8 all halves of surrogate pairs would be one question mark
        ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
        bytes.asCharBuffer().put(text.toString());
        return new AnswerKey(policy, HexFormat.of().formatHex(sha.digest(bytes.array())));
    }

    /** Whether an answer that was delivered one way can be replayed the other: frames of Anthropic's cannot. */
    private static boolean replays(ApiForm form) {
        return form == ApiForm.CHAT || form == ApiForm.COMPLETION;
    }

    private static void canonical(JsonNode node, boolean top, StringBuilder out) {
        if (node.isObject()) {
            out.append('{');
            for (String name : new TreeSet<>(node.propertyNames())) {
                if (!top || !DELIVERY.contains(name)) {
                    out.append(Json.quote(name)).append(':');
                    canonical(node.path(name), false, out);
                    out.append(',');
                }
            }
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                canonical(element, false, out);
                out.append(',');
            });
            out.append(']');
        } else {
            out.append(node);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", absent);
        }
    }
}
