package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Gate;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.lane.Lane;
import dev.drover.gateway.lane.Watch;
import dev.drover.gateway.redis.RedisLink;
import dev.drover.gateway.roster.Rosters;
import dev.drover.gateway.telemetry.Telemetry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.NettyPipeline;

/**
 * What Spring holds: the web server, the pipeline and what it is made of. What is configured automatically is listed
 * here, one by one, so that nothing starts that nobody asked for.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(NettyReactiveWebServerAutoConfiguration.class)
@Import(Tracing.class)
class DroverApplication {

    @Bean
    PrometheusMeterRegistry meters(CircuitBreakerRegistry breakers, Readiness readiness, Rosters rosters) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(rosters.deployments().bulkheads()).bindTo(meters);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(rosters.deployments().rates()).bindTo(meters);
        rosters.measure(meters);
        Gauge.builder("drover.requests.running", readiness, Readiness::running)
                .description("Answers that are being made")
                .register(meters);
        return meters;
    }

    @Bean(destroyMethod = "close")
    JvmGcMetrics collections(PrometheusMeterRegistry meters) {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(meters);
        return collections;
    }

    @Bean
    ObservationRegistry observations(PrometheusMeterRegistry meters,
            ObjectProvider<TracingObservationHandler<?>> tracing) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        List<TracingObservationHandler<?>> handlers = tracing.orderedStream().toList();
        if (!handlers.isEmpty()) {
            observations.observationConfig()
                    .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(handlers));
        }
        return observations;
    }

    @Bean
    Readiness readiness() {
        return new Readiness();
    }

    @Bean
    Decisions decisions() {
        return new Decisions();
    }

    @Bean
    Replicas replicas(ServeSettings settings, Rosters rosters) {
        return settings.redis() == null ? Replicas.alone()
                : Replicas.sharing(new RedisLink(settings.redis()), rosters.deployments());
    }

    @Bean
    ChatPipeline pipeline(ServeSettings settings, Rosters rosters, Replicas replicas, Decisions decisions,
            PrometheusMeterRegistry meters, ObservationRegistry observations) {
        return new ChatPipeline(Gate.of(settings.host(), settings.keys()), rosters, replicas.answers(), decisions,
                new Telemetry(meters, observations));
    }

    @Bean
    HttpHandler handler(ChatPipeline pipeline, Readiness readiness, Replicas replicas,
            ObservationRegistry observations) {
        return handler(Routes.of(pipeline, readiness, replicas.responses()), Routes.PATHS, observations);
    }

    @Bean
    Lane lane(ChatPipeline pipeline, Readiness readiness, PrometheusMeterRegistry meters) {
        return new Lane(pipeline, readiness.doors(), Watch.NOBODY, meters);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> lanes(ServeSettings settings, ObjectProvider<Lane> lane) {
        return factory -> {
            if (settings.fastLane()) {
                Lane fast = lane.getObject();
                factory.addServerCustomizers(server -> server.doOnChannelInit((observer, channel, remote) -> fast
                        .join(channel.pipeline(), NettyPipeline.HttpTrafficHandler)));
            }
        };
    }

    @Bean
    AdminServer admin(ServeSettings settings, ChatPipeline pipeline, PrometheusMeterRegistry meters) {
        AdminRoutes routes = new AdminRoutes(pipeline, meters);
        return new AdminServer(settings.host(), settings.adminPort(),
                handler(routes.routes(), AdminRoutes.PATHS, ObservationRegistry.NOOP));
    }

    @Bean
    Drain drain(Readiness readiness, ServeSettings settings) {
        return new Drain(readiness, settings.drain());
    }

    @Bean
    DefaultLifecycleProcessor lifecycleProcessor(ServeSettings settings) {
        DefaultLifecycleProcessor lifecycle = new DefaultLifecycleProcessor();
        Duration most = settings.drain().plusSeconds(10);
        lifecycle.setTimeoutPerShutdownPhase(most.toMillis());
        return lifecycle;
    }

    private static HttpHandler handler(RouterFunction<ServerResponse> routes, String paths,
            ObservationRegistry observations) {
        return WebHttpHandlerBuilder.webHandler(RouterFunctions.toWebHandler(routes, HandlerStrategies.empty().build()))
                .exceptionHandler(new Failures(paths))
                .observationRegistry(observations)
                .build();
    }
}
