package dev.drover.gateway.server;

import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Rosters;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A gateway that runs. This is where blocking code meets the reactive path: starting, warming up and closing wait. */
public final class GatewayServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final Duration WARM_UP = Duration.ofMinutes(5);
    private static final Duration KERNELS = Duration.ofSeconds(2);

    private static final String LOOPS = "reactor.netty.ioWorkerCount";

    private final ConfigurableApplicationContext context;

    private GatewayServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a gateway; returns when it takes requests.
     *
     * @param settings how
     * @param rosters who answers
     * @param breakers whose states are told
     * @throws IllegalArgumentException when the settings do not fit together
     * @throws org.springframework.boot.web.server.PortInUseException when the port is taken, or another failure of the
     *         start
     */
    public static GatewayServer start(ServeSettings settings, Rosters rosters, CircuitBreakerRegistry breakers) {
        if (System.getProperty(LOOPS) == null) {
            // more event loops than processors take turns instead of requests
            System.setProperty(LOOPS, Integer.toString(Math.max(2, Runtime.getRuntime().availableProcessors())));
        }
        SpringApplication application = new SpringApplication(DroverApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(ServeSettings.class, () -> settings);
            beans.registerBean(Rosters.class, () -> rosters);
            beans.registerBean(CircuitBreakerRegistry.class, () -> breakers);
        });
        GatewayServer server = new GatewayServer(application.run(properties(settings)));
        server.warmUp(rosters);
        return server;
    }

    private static String[] properties(ServeSettings settings) {
        List<String> properties = new ArrayList<>(List.of("--server.address=" + settings.host(),
                "--server.port=" + settings.port(), "--server.shutdown=graceful",
                "--spring.config.location=optional:classpath:/dev/drover/gateway/", "--spring.application.name=drover",
                "--logging.level.root=warn", "--logging.level.dev.drover=info", "--logging.level.reactor.netty=error",
                "--logging.level.io.lettuce=error", "--logging.level.org.springframework.boot.SpringApplication=off",
                "--logging.level.org.springframework.boot.web.context=error",
                "--logging.level.org.springframework.boot.web.server=error",
                "--logging.level.org.springframework.boot.diagnostics=off"));
        return properties.toArray(String[]::new);
    }

    /** Has each model of this process answer one word, so that the first request does not wait for its pages. */
    private void warmUp(Rosters rosters) {
        Flux.fromIterable(rosters.get().answerers().values())
                .filter(Answerer::composes)
                .concatMap(model -> firstWord(model).onErrorResume(failure -> {
                    LOG.warn("model {} does not answer: {}", model.name(), failure.getMessage());
                    return Mono.empty();
                }))
                .then()
                .block(WARM_UP);
        rosters.warm(KERNELS);
        context.getBean(Readiness.class).ready();
    }

    private static Mono<Void> firstWord(Answerer model) {
        return model.client() instanceof EmbeddingClient vectors
                ? vectors.embed(new EmbeddingRequest(model.name(), List.of("Hello"), null, "{}")).then()
                : model.client().stream(ChatRequest.of(model.name(), "Hello").withMaxTokens(1)).then();
    }

    /** The port it listens on. */
    public int port() {
        return java.util.Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
    }

    /** The admin port it listens on. */
    public int adminPort() {
        return context.getBean(AdminServer.class).port();
    }

    /** Waits until it has been told to stop, by a signal for instance. */
    public void await() throws InterruptedException {
        java.util.concurrent.CountDownLatch closed = new java.util.concurrent.CountDownLatch(1);
        context.addApplicationListener(event -> {
            if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                closed.countDown();
            }
        });
        closed.await();
    }

    /** Stops: running answers may finish for as long as the settings say. */
    @Override
    public void close() {
        context.close();
    }
}
