package dev.drover.gateway.roster;

import dev.drover.inference.ModelClient;
import dev.drover.policy.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model or cascade that is ready to answer.
 *
 * @param name its name among models and cascades
 * @param kind where the answer is made
 * @param client what answers
 * @param price what its tokens cost
 * @param clocks how long it may take
 * @param temperature the temperature at which it answers when the request names none; null when nobody here knows
 * @param parameters how many parameters work on a token; 0 when nobody knows
 * @param pace how long its answers took of late
 * @param members whose tokens are charged at their own prices, where an answer tells what each used; empty for none
 */
public record Answerer(String name, Kind kind, ModelClient client, Model.Price price, Model.Clocks clocks,
        @Nullable Double temperature, double parameters, Pace pace, List<Answerer> members) {

    /** Copies the members. */
    public Answerer {
        members = List.copyOf(members);
    }

    /** An answerer that charges what its own tokens cost. */
    public Answerer(String name, Kind kind, ModelClient client, Model.Price price, Model.Clocks clocks,
            @Nullable Double temperature, double parameters, Pace pace) {
        this(name, kind, client, price, clocks, temperature, parameters, pace, List.of());
    }

    /** Where an answer is made. */
    public enum Kind {
        /** By a model in this process. */
        LOCAL,
        /** By two models in this process. */
        CASCADE,
        /** By a model in this process that makes embeddings and no answers. */
        EMBEDDINGS,
        /** By a provider; its answer is passed on. */
        REMOTE,
        /** By a weak model or, where that is not sure, by a strong one; wherever they are. */
        DEFERRAL
    }

    /** Whether Drover composes the answer itself. */
    public boolean composes() {
        return kind == Kind.LOCAL || kind == Kind.CASCADE;
    }
}
