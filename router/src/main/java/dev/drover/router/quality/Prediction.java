package dev.drover.router.quality;

import dev.drover.router.Contribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a router's model expects of each model's answer to one prompt. Immutable. */
public final class Prediction {

    private final RouterModel model;
    private final FeatureVector features;
    private final double[] logits;

    Prediction(RouterModel model, FeatureVector features, double[] logits) {
        this.model = model;
        this.features = features;
        this.logits = logits;
    }

    /** The quality expected of a model's answer, 0 to 1; empty when nothing was learned about the model. */
    public OptionalDouble quality(String name) {
        int head = model.heads().indexOf(name);
        return head < 0 ? OptionalDouble.empty() : OptionalDouble.of(sigmoid(logits[head]));
    }

    static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    /**
     * The features that speak most for one model rather than another.
     *
     * @param name the model
     * @param against the other; null or unknown to compare with even odds
     * @param count how many, at most
     * @return the largest first, whichever way they point; empty when nothing was learned about {@code name}
     */
    public List<Contribution> contributions(String name, @Nullable String against, int count) {
        int head = model.heads().indexOf(name);
        int other = against == null ? -1 : model.heads().indexOf(against);
        if (head < 0) {
            return List.of();
        }
        int places = features.indices().length;
        double[] moved = new double[places];
        List<Integer> top = new ArrayList<>(count + 1);
        Comparator<Integer> larger = Comparator.comparingDouble((Integer place) -> -Math.abs(moved[place]))
                .thenComparingInt(place -> place);
        for (int place = 0; place < places; place++) {
            double difference = model.weight(features.indices()[place], head)
                    - (other < 0 ? 0 : model.weight(features.indices()[place], other));
            moved[place] = features.values()[place] * difference;
            if (top.size() < count || Math.abs(moved[place]) > Math.abs(moved[top.getLast()])) {
                top.add(place);
                top.sort(larger);
                if (top.size() > count) {
                    top.removeLast();
                }
            }
        }
        return top.stream().map(place -> new Contribution(features.describe().apply(place), moved[place])).toList();
    }
}
