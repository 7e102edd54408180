package dev.drover.router;

/**
 * A model, or a group of models that answers as one, that may answer a request.
 *
 * @param name its name, as outcomes and policies know it
 * @param inputPricePerMillion price of a million tokens of the prompt, at least 0; all candidates in one currency
 * @param outputPricePerMillion price of a million tokens of the answer, at least 0
 * @param parameters how many parameters work on a token; 0 when nobody knows
 * @param expectedMillis how long an answer takes, as measured of late; 0 when nothing was measured
 */
public record Candidate(String name, double inputPricePerMillion, double outputPricePerMillion, double parameters,
        double expectedMillis) {

    /** Checks that no figure is negative or not a number. */
    public Candidate {
        check(name, "inputPricePerMillion", inputPricePerMillion);
        check(name, "outputPricePerMillion", outputPricePerMillion);
        check(name, "parameters", parameters);
        check(name, "expectedMillis", expectedMillis);
    }

    private static void check(String name, String key, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + "." + key + ": " + value + " (expected: a number of at least 0)");
        }
    }

    /**
     * What an answer costs, in the currency of the prices.
     *
     * @param promptTokens tokens of the prompt
     * @param answerTokens tokens of the answer
     */
    public double cost(double promptTokens, double answerTokens) {
        return (promptTokens * inputPricePerMillion + answerTokens * outputPricePerMillion) / 1e6;
    }
}
