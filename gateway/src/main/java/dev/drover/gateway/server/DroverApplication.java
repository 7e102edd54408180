package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Gate;
import dev.drover.gateway.access.KeyWatch;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.lane.Lane;
import dev.drover.gateway.log.AccessLog;
import dev.drover.gateway.redis.RedisLink;
import dev.drover.gateway.roster.Rosters;
import dev.drover.gateway.telemetry.HttpCalls;
import dev.drover.gateway.telemetry.Meters;
import dev.drover.gateway.telemetry.Telemetry;
import dev.drover.gateway.trace.OtelSettings;
import dev.drover.gateway.trace.Traces;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
class DroverApplication {

    @Bean
    OtelSettings otel() {
        return OtelSettings.ofProcess();
    }

    @Bean(destroyMethod = "close")
    Traces traces(OtelSettings otel) {
        return Traces.configured(otel);
    }

    @Bean(destroyMethod = "close")
    Meters meters(OtelSettings otel, CircuitBreakerRegistry breakers, Readiness readiness, Rosters rosters) {
        Meters meters = Meters.of(otel);
        MeterRegistry all = meters.all();
        new JvmMemoryMetrics().bindTo(all);
        new JvmThreadMetrics().bindTo(all);
        new ProcessorMetrics().bindTo(all);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(all);
        TaggedBulkheadMetrics.ofBulkheadRegistry(rosters.deployments().bulkheads()).bindTo(all);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(rosters.deployments().rates()).bindTo(all);
        rosters.measure(all);
        Gauge.builder("drover.requests.running", readiness, Readiness::running)
                .description("Answers that are being made")
                .register(all);
        return meters;
    }

    @Bean(destroyMethod = "close")
    JvmGcMetrics collections(Meters meters) {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(meters.all());
        return collections;
    }

    @Bean
    Telemetry telemetry(Meters meters, Traces traces, OtelSettings otel, Rosters rosters) {
        Telemetry telemetry = new Telemetry(meters.all(), traces, otel.newerNames());
        rosters.deployments().watchedBy(telemetry.upstream());
        return telemetry;
    }

    @Bean(destroyMethod = "close")
    AccessLog accessLog(ServeSettings settings) {
        return new AccessLog(settings.access());
    }

    @Bean
    Readiness readiness() {
        return new Readiness();
    }

    @Bean
    Decisions decisions() {
        return new Decisions();
    }

    @Bean(destroyMethod = "close")
    KeyWatch keyWatch(ServeSettings settings, Meters meters) {
        KeyWatch watch = new KeyWatch(settings.keys());
        Gauge.builder("drover.keys.refused", watch, each -> each.refused() ? 1 : 0)
                .description("1 while the file of keys is refused and the keys before are in force")
                .register(meters.all());
        return watch;
    }

    @Bean
    Replicas replicas(ServeSettings settings, Rosters rosters, Telemetry telemetry) {
        return settings.redis() == null ? Replicas.alone(telemetry)
                : Replicas.sharing(new RedisLink(settings.redis()), rosters.deployments(), telemetry);
    }

    @Bean
    ChatPipeline pipeline(ServeSettings settings, Rosters rosters, Replicas replicas, Decisions decisions,
            Telemetry telemetry) {
        return new ChatPipeline(Gate.of(settings.host(), settings.keys()), rosters, replicas.answers(), decisions,
                telemetry);
    }

    @Bean
    HttpCalls httpCalls(Meters meters, Traces traces, AccessLog log, Decisions decisions) {
        return new HttpCalls(meters.all(), traces, log, decisions);
    }

    @Bean
    HttpHandler handler(ChatPipeline pipeline, Readiness readiness, Replicas replicas, HttpCalls calls) {
        return new Watch(handler(Routes.of(pipeline, readiness, replicas.responses()), Routes.PATHS), calls);
    }

    @Bean
    Lane lane(ChatPipeline pipeline, Readiness readiness, HttpCalls calls, Meters meters) {
        return new Lane(pipeline, readiness.doors(), calls, meters.all());
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
    AdminServer admin(ServeSettings settings, ChatPipeline pipeline, Meters meters) {
        AdminRoutes routes = new AdminRoutes(pipeline, meters.scraped());
        return new AdminServer(settings.host(), settings.adminPort(), handler(routes.routes(), AdminRoutes.PATHS));
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

    private static HttpHandler handler(RouterFunction<ServerResponse> routes, String paths) {
        return WebHttpHandlerBuilder.webHandler(RouterFunctions.toWebHandler(routes, HandlerStrategies.empty().build()))
                .exceptionHandler(new Failures(paths))
                .build();
    }
}
