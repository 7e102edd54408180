package dev.drover.gateway.wire;

import tools.jackson.databind.JsonNode;

/** Vectors in JSON. */
public final class Vectors {

    private Vectors() {}

    /** The numbers of a list. */
    public static float[] of(JsonNode list) {
        float[] vector = new float[list.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) list.path(i).asDouble(0);
        }
        return vector;
    }
}
