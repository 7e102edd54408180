package dev.drover.policy;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that requests can be answered by.
 *
 * @param name unique among models and cascades
 * @param aliases other names it answers to; a star matches any text
 * @param context how many tokens prompt and answer may have together; null when not said
 * @param price what a token costs
 * @param clocks how long it may take
 * @param source where it runs
 * @param fallback the models and cascades that are asked instead, in order, by what kept this one from answering
 */
public record Model(String name, List<String> aliases, @Nullable Integer context, Price price, Clocks clocks,
        Source source, Map<Trouble, List<String>> fallback) {

    /** A model nobody stands in for. */
    public Model(String name, List<String> aliases, @Nullable Integer context, Price price, Clocks clocks,
            Source source) {
        this(name, aliases, context, price, clocks, source, Map.of());
    }

    /** Copies aliases and stand-ins. */
    public Model {
        aliases = List.copyOf(aliases);
        fallback = fallback.entrySet()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /** Whether it runs in this process. */
    public boolean isLocal() {
        return source instanceof Local;
    }

    /** Where a model runs. */
    public sealed interface Source {}

    /**
     * In this process.
     *
     * @param file a GGUF file, {@code bundled:} and the name of a bundled model, or {@code hub:} and that of a pulled one
     * @param dimensions of a model of embeddings: the numbers of dimensions besides its own to which its vectors may be
     *        cut, because it was trained for that; empty for none
     * @param adapters low-rank adapters whose changes are added to the model's weights; empty for none
     */
    public record Local(String file, List<Integer> dimensions, List<Adapter> adapters) implements Source {

        /** Copies the lists. */
        public Local {
            dimensions = List.copyOf(dimensions);
            adapters = List.copyOf(adapters);
        }

        /** A model without adapters. */
        public Local(String file, List<Integer> dimensions) {
            this(file, dimensions, List.of());
        }

        /** A model that allows no cutting, without adapters. */
        public Local(String file) {
            this(file, List.of());
        }
    }

    /**
     * A low-rank adapter (LoRA) of a model in this process.
     *
     * @param file a GGUF file, or {@code hub:} and the name of a pulled one
     * @param scale what its changes are multiplied with, -100 to 100; 1 for as it was trained
     */
    public record Adapter(String file, double scale) {}

    /**
     * Behind providers.
     *
     * @param deployments at least one; tier 0 first
     * @param balance how requests are spread within a tier
     * @param breaker when a deployment is left alone
     * @param hedge when a second one is asked; null for never
     */
    public record Remote(List<Deployment> deployments, Balance balance, Breaker breaker,
            @Nullable Hedge hedge) implements Source {

        /** Deployments without anything special. */
        public Remote(List<Deployment> deployments) {
            this(deployments, Balance.STANDARD, Breaker.STANDARD, null);
        }

        /** Copies the deployments. */
        public Remote {
            deployments = List.copyOf(deployments);
        }
    }

    /**
     * One place a remote model is served from.
     *
     * @param provider the provider's name, such as {@code openai}
     * @param url where its interface starts, http or https
     * @param model what the model is called there; a star stands for the name that was asked for
     * @param key the key's reference; null when none is needed
     * @param weight its share among deployments of the same tier, 1 to 1,000; 1 when not said
     * @param tier 0 to 9; a higher tier is used when the lower ones failed before the first byte
     * @param call what requests carry besides, and the provider's own options
     * @param limits how much it is asked at most
     */
    public record Deployment(String provider, URI url, String model, @Nullable SecretReference key, int weight,
            int tier, Call call, Limits limits) {

        /** A deployment with the usual limits. */
        public Deployment(String provider, URI url, String model, @Nullable SecretReference key, int weight, int tier,
                Call call) {
            this(provider, url, model, key, weight, tier, call, Limits.STANDARD);
        }

        /** A deployment whose requests carry nothing besides. */
        public Deployment(String provider, URI url, String model, @Nullable SecretReference key, int weight, int tier) {
            this(provider, url, model, key, weight, tier, Call.PLAIN);
        }

        /**
         * The name to send to the provider.
         *
         * @param asked the name the request asked for
         */
        public String modelFor(String asked) {
            return model.equals("*") ? asked : model;
        }
    }

    /**
     * How a deployment is called.
     *
     * @param headers headers that each request carries besides; never the key
     * @param query parameters that stand behind the address of each request, such as {@code api-version}
     * @param options the provider's own options
     * @param connection how it is reached
     */
    public record Call(Map<String, String> headers, Map<String, String> query, Options options, Connection connection) {

        /** Nothing besides. */
        public static final Call PLAIN = new Call(Map.of(), Map.of(), new Options(OptionSchema.NONE, Map.of()));

        /** A deployment that is reached as usual. */
        public Call(Map<String, String> headers, Map<String, String> query, Options options) {
            this(headers, query, options, Connection.STANDARD);
        }

        /** Copies the maps. */
        public Call {
            headers = Map.copyOf(headers);
            query = Map.copyOf(query);
        }
    }

    /**
     * What a million tokens cost.
     *
     * @param inputPerMillion for tokens of the prompt, at least 0
     * @param outputPerMillion for tokens of the answer, at least 0
     * @param currency three capital letters
     */
    public record Price(double inputPerMillion, double outputPerMillion, String currency) {

        /** Nothing. */
        public static final Price FREE = new Price(0, 0, "USD");
    }

    /**
     * How long things may take; each is a clock of its own.
     *
     * @param connect to open a connection
     * @param firstToken from sending the request to the first part of the answer
     * @param idle between two parts
     * @param total for the whole answer
     * @param keepAlive how often a waiting client is told that the stream lives
     */
    public record Clocks(Duration connect, Duration firstToken, Duration idle, Duration total, Duration keepAlive) {

        /** What holds when a document says nothing: 2 s, 30 s, 20 s, 600 s, 15 s. */
        public static final Clocks STANDARD = new Clocks(Duration.ofSeconds(2), Duration.ofSeconds(30),
                Duration.ofSeconds(20), Duration.ofSeconds(600), Duration.ofSeconds(15));
    }
}
