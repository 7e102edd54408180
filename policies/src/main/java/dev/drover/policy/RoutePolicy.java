package dev.drover.policy;

import dev.drover.inference.option.Options;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How some requests are answered.
 *
 * @param name unique among policies
 * @param match which requests it governs
 * @param priority decides between policies that match equally well; the higher wins; 0 when not said
 * @param share how much of this process's models its requests get beside those of other teams when there is not enough for
 *        all; 0.01 to 100, 1 when not said
 * @param route who may answer, and how one is chosen
 * @param cascades pairs of models that decode together, to be used as candidates of this policy and others
 * @param deferrals pairs of models of which the strong one answers where the weak one is not sure, to be used alike
 * @param skeletons models whose answers are written by points, to be used alike
 * @param cache what is answered from earlier work
 */
public record RoutePolicy(String name, Match match, int priority, double share, Route route, List<Cascade> cascades,
        List<Deferral> deferrals, List<Skeleton> skeletons, Cache cache) {

    /** Copies the lists. */
    public RoutePolicy {
        cascades = List.copyOf(cascades);
        deferrals = List.copyOf(deferrals);
        skeletons = List.copyOf(skeletons);
    }

    /**
     * Which requests a policy governs: those whose model matches one of the models and whose team matches one of the
     * teams.
     *
     * @param models names asked for; a star matches any text; at least one
     * @param teams teams that ask; a star matches any text, also a request without a team; {@code *} when not said
     */
    public record Match(List<String> models, List<String> teams) {

        /** Copies the lists. */
        public Match {
            models = List.copyOf(models);
            teams = List.copyOf(teams);
        }
    }

    /**
     * Who may answer, and how one is chosen.
     *
     * @param strategy the routing strategy's name
     * @param objective what it weighs
     * @param minimumQuality predicted quality a candidate must reach, 0 to 1; 0 when not said
     * @param candidates names of models and cascades, at least one
     * @param options the strategy's own options, with defaults filled in
     */
    public record Route(String strategy, Objective objective, double minimumQuality, List<String> candidates,
            Options options) {

        /** Copies the candidates. */
        public Route {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * What a routing strategy weighs, each at least 0.
     *
     * @param quality weight of predicted quality; 1 when not said
     * @param cost weight of the share of the dearest candidate's cost; 0 when not said
     * @param latency weight of the share of the slowest candidate's time; 0 when not said
     */
    public record Objective(double quality, double cost, double latency) {

        /** Quality alone. */
        public static final Objective STANDARD = new Objective(1, 0, 0);
    }

    /** Something that is composed of models, and can be asked for by a name. */
    public sealed interface Pair {

        /** Unique among models and pairs. */
        String name();
    }

    /**
     * A large model, and who drafts for it.
     *
     * @param name unique among models and cascades
     * @param drafter who drafts
     * @param verifier the large model's name
     * @param rule the deferral rule's name
     * @param options those of a cascade under this rule, such as {@code leniency}, with defaults filled in
     */
    public record Cascade(String name, Drafter drafter, String verifier, String rule,
            Options options) implements Pair {}

    /**
     * A weak model that begins, and a strong one that answers where the weak one is not sure.
     *
     * @param name unique among models and cascades
     * @param weak the weak model's name
     * @param strong the strong model's name
     * @param by by what the weak model's answer is judged
     * @param options those of a deferral by it, with defaults filled in
     */
    public record Deferral(String name, String weak, String strong, String by, Options options) implements Pair {}

    /**
     * A model whose answers are written by points, all at the same time.
     *
     * @param name unique among models and pairs
     * @param model the model's name
     * @param always whether all questions are answered so; else those of which the model says that it fits
     * @param points how many points an answer has at most, 2 to 20; 10 when not said
     * @param atOnce how many of them are written at the same time, 1 to 20; 10 when not said
     */
    public record Skeleton(String name, String model, boolean always, int points, int atOnce) implements Pair {}

    /** Who drafts in a cascade. */
    public sealed interface Drafter {

        /**
         * A small model.
         *
         * @param model its name
         */
        record Named(String model) implements Drafter {}

        /**
         * A drafter that is no model by itself.
         *
         * @param kind its name in the catalogue
         * @param options its options, with defaults filled in
         */
        record Made(String kind, Options options) implements Drafter {}
    }

    /**
     * What is answered from earlier work.
     *
     * @param exactTtl how long an answer serves identical requests; null for never
     * @param stale how long after that it still does while a new one is made; zero for not at all
     * @param sampled whether that holds for answers too that could come out otherwise another time
     * @param join whether identical requests at the same time share one answer
     */
    public record Cache(@Nullable Duration exactTtl, Duration stale, boolean sampled, boolean join) {

        /** Nothing is. */
        public static final Cache NONE = new Cache(null, Duration.ZERO, false, false);
    }
}
