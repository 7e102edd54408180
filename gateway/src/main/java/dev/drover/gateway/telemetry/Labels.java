package dev.drover.gateway.telemetry;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * What tells one series of a model's metrics from another. All of it stands in the policies; nothing comes from a request.
 *
 * @param operation the kind of work, such as {@code chat}
 * @param provider by the conventions' name
 * @param model as it is called where it runs
 * @param drover as it is called in the policies
 * @param server the host asked; null for this process
 * @param port of that host
 */
record Labels(String operation, String provider, String model, String drover, @Nullable String server, int port) {

    Tags tags() {
        Tags tags = Tags.of("gen_ai.operation.name", operation, "gen_ai.provider.name", provider,
                "gen_ai.request.model", model, "drover.model", drover);
        return server == null ? tags : tags.and("server.address", server, "server.port", Integer.toString(port));
    }

    Conventions.Side side() {
        return server == null ? Conventions.Side.ENGINE : Conventions.Side.CLIENT;
    }
}
