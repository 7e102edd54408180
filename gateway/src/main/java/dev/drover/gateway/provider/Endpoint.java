package dev.drover.gateway.provider;

import dev.drover.policy.Model;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a deployment is asked.
 *
 * @param deployment as the document says
 * @param clocks how long things may take
 * @param key the key to send, read each time, so that a changed one is picked up; null for none
 * @param surroundings what the document refers to
 */
public record Endpoint(Model.Deployment deployment, Model.Clocks clocks, @Nullable Supplier<String> key,
        Surroundings surroundings) {

    /** An endpoint whose document lies where the process runs. */
    public Endpoint(Model.Deployment deployment, Model.Clocks clocks, @Nullable Supplier<String> key) {
        this(deployment, clocks, key, Surroundings.of(Path.of("")));
    }

    /** What the deployment is called in messages and metrics: its host and the model's name there. */
    public String label() {
        return deployment.url().getHost() + "/" + deployment.model();
    }
}
