package dev.drover.cascade.rule;

/**
 * A deferral rule with its leniency set. Stateless and safe for use by many threads.
 *
 * <p>
 * A rule fixes the distribution {@code pi = T(q, p)} that is emitted at each position. To emit it from a token drawn
 * from {@code q}, the token is accepted with probability {@code min(1, pi/q)} and, when it is not, replaced by one drawn
 * from {@code max(0, pi - q)}, normalised (Algorithm 4). What is emitted then has the law {@code pi} exactly, and the
 * probability of a rejection is {@code D(pi, q)} (Lemma 3).
 */
public interface Deferral {

    /**
     * Writes {@code pi}.
     *
     * @param position what both models say
     * @param target receives the probabilities; at least {@code position.size()} long
     */
    void target(Position position, double[] target);

    /**
     * Whether the rule keeps the small model's token as it is ({@code r = 0}): it is then accepted with certainty, and
     * that is known without {@link #acceptance}'s arithmetic. At temperature 0 a draft is accepted when it is kept or
     * is the large model's first choice.
     *
     * @param position what both models say
     * @param token a token that can be drafted
     */
    boolean keeps(Position position, int token);

    /**
     * The probability of accepting a drafted token, {@code min(1, pi/q)}, in closed form.
     *
     * @param position what both models say
     * @param token a token that can be drafted: {@code q(token) > 0}
     */
    double acceptance(Position position, int token);

    /**
     * Writes what a rejected token is replaced from, {@code max(0, pi - q)}, up to a positive factor.
     *
     * @param position what both models say
     * @param weights receives the weights; at least {@code position.size()} long
     * @return their sum; 0 where no token can be rejected
     */
    double residual(Position position, double[] weights);

    /**
     * Whether {@code pi = p} at this position whatever the small model says, so that nothing need be drafted to draw
     * from it. May be false where that is not cheap to know.
     *
     * @param position of which only the large model's half is looked at
     */
    boolean settled(Position position);

    /**
     * Whether {@code pi = p} at this position whatever the large model says, so that a draft ends before it. May be
     * false where drafting on may still pay.
     *
     * @param position of which only the small model's half is looked at
     */
    default boolean endsDraft(Position position) {
        return false;
    }
}
