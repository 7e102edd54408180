package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;

/** The documents that make Drover ready for the suite, and by which other gateways can be set up alike. */
public final class SuitePolicies {

    private static final String CLOCKS = "{connect: 1s, firstToken: 4s, idle: 2s, total: 10s, keepAlive: 400ms}";

    private SuitePolicies() {}

    /**
     * The documents.
     *
     * @param key a file with any key, for the upstream to see
     */
    public static String of(FaultUpstream upstream, String key) {
        return model(Route.FAULT, deployment(upstream.url(), key, 0))
                + model(Route.RESCUED, deployment(upstream.url(), key, 0), deployment(upstream.healthyUrl(), key, 1))
                + model(Route.REFUSED, deployment("http://127.0.0.1:1/v1", key, 0))
                + model(Route.SILENT, deployment(upstream.silentUrl(), key, 0))
                + model(Route.UNRESOLVED, deployment("http://no-such-host.invalid/v1", key, 0))
                + model(Route.UNTRUSTED, deployment(upstream.untrustedUrl(), key, 0)) + """
                        ---
                        apiVersion: drover.dev/v1
                        kind: RoutePolicy
                        metadata: {name: drover-cached}
                        spec:
                          match: {models: [%s]}
                          route: {strategy: first, candidates: [%s]}
                          cache: {exact: {ttl: 10m}}
                        """.formatted(Route.CACHED.model(), Route.FAULT.model());
    }

    private static String model(Route route, String... deployments) {
        return """
                ---
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: %s}
                spec:
                  clocks: %s
                  breaker: {window: 1000, minimum: 1000}
                  deployments:
                    - %s
                """.formatted(route.model(), CLOCKS, String.join("\n    - ", deployments));
    }

    private static String deployment(String url, String key, int tier) {
        return "{provider: openai, url: \"" + url + "\", model: up, key: " + key + ", tier: " + tier + "}";
    }
}
