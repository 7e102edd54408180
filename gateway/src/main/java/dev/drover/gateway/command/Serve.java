package dev.drover.gateway.command;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.Residence;
import dev.drover.gateway.access.Gate;
import dev.drover.gateway.access.KeyRing;
import dev.drover.gateway.log.AccessSettings;
import dev.drover.gateway.redis.RedisAddress;
import dev.drover.gateway.roster.EngineModels;
import dev.drover.gateway.roster.Rosters;
import dev.drover.gateway.server.GatewayServer;
import dev.drover.gateway.server.ServeSettings;
import dev.drover.policy.InvalidPolicies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import reactor.netty.ChannelBindException;

/** Runs the gateway until it is told to stop. */
final class Serve implements Command {

    private static final Set<String> OPTIONS = Set.of("port", "policies", "host", "keys", "admin-port", "redis",
            "drain", "unload", "model-memory", "access-log", "access-format", "fast-lane");

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "Run the gateway.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover serve [OPTIONS]

                  --port N          where requests come in (default: 8080; 0 for any free port)
                  --admin-port N    metrics and decisions (default: 9090)
                  --policies DIR    a folder of policies, watched for changes (default: the bundled ones)
                  --host ADDRESS    the address to listen on (default: 127.0.0.1); any other demands --keys
                  --keys FILE       the keys to demand; see ./drover key new
                  --redis URI       share answers and what is known of deployments with other gateways, such as
                                    redis://host:6379, redis-sentinel://a:26379,b:26379#name, redis-cluster://a:6379,b:6379
                  --drain SECONDS   how long running answers may go on after a signal to stop (default: 600)
                  --fast-lane on|off  whether plain chat completions for remote models skip the web framework (default: on)
                  --unload MINUTES  after what time a model of this process that nobody asks leaves memory; who asks
                                    next waits until it is loaded again (default: never)
                  --model-memory MIB  what the weights of all models may take; before it would be passed, the longest
                                    unused leave (default: any)

                  --access-log WHERE  a line for each request, without bodies: off, stdout or a file, which is put aside each
                                    day and at 100 MB, seven days long and up to 1 GB (default: off)
                  --access-format FORM  json or logfmt (default: json)

                Traces and metrics are sent where OTEL_EXPORTER_OTLP_ENDPOINT points, if it is set; the other variables of
                OpenTelemetry hold too. See docs/operating.md.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, OPTIONS, Set.of()).alone();
        ServeSettings settings = settings(arguments);
        EngineOptions engine = EngineOptions.standard().withResidence(residence(arguments));
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        try (Rosters rosters = Rosters.open(settings.policies(), new EngineModels(new LocalEngine(engine)), breakers);
                GatewayServer server = GatewayServer.start(settings, rosters, breakers)) {
            ready(settings, server, out);
            server.await();
            return DONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return DONE;
        } catch (RuntimeException failure) {
            err.println("drover serve: " + told(settings, failure));
            return FAILED;
        }
    }

    static ServeSettings settings(Arguments arguments) {
        ServeSettings standard = ServeSettings.STANDARD;
        String host = arguments.text("host").orElse(standard.host());
        KeyRing keys;
        AccessSettings access;
        try {
            access = AccessSettings.of(arguments.text("access-log").orElse("off"),
                    arguments.text("access-format").orElse("json"));
            keys = arguments.text("keys").map(Path::of).map(KeyRing::read).orElse(null);
            Gate.of(host, keys);
            arguments.text("redis").ifPresent(RedisAddress::of);
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--" + wrong.getMessage());
        }
        Path policies = arguments.text("policies").map(Path::of).orElse(null);
        if (policies != null && !Files.isDirectory(policies)) {
            throw Arguments.wrong("policies", policies.toString(), "a folder of .yaml files");
        }
        return new ServeSettings(host, arguments.whole("port", standard.port(), 0, 65_535),
                arguments.whole("admin-port", standard.adminPort(), 0, 65_535), policies, keys,
                arguments.text("redis").orElse(null),
                Duration.ofSeconds(arguments.whole("drain", (int) standard.drain().toSeconds(), 0, 86_400)), access,
                fastLane(arguments));
    }

    private static boolean fastLane(Arguments arguments) {
        String wanted = arguments.text("fast-lane").orElse("on");
        if (!wanted.equals("on") && !wanted.equals("off")) {
            throw Arguments.wrong("fast-lane", wanted, "on or off");
        }
        return wanted.equals("on");
    }

    private static Residence residence(Arguments arguments) {
        int minutes = arguments.whole("unload", 0, 0, 1_000_000);
        long memory = arguments.whole("model-memory", 0, 0, Integer.MAX_VALUE);
        return new Residence(memory == 0 ? Long.MAX_VALUE : memory << 20,
                minutes == 0 ? null : Duration.ofMinutes(minutes));
    }

    private static void ready(ServeSettings settings, GatewayServer server, PrintStream out) {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        String url = "http://" + host + ":" + server.port();
        out.println("Drover is ready at " + url + " (metrics at http://" + host + ":" + server.adminPort()
                + "/metrics). Try:\n");
        out.println("  curl -N " + url + "/v1/chat/completions -H 'Content-Type: application/json' \\");
        if (settings.keys() != null) {
            out.println("    -H 'Authorization: Bearer YOUR_KEY' \\");
        }
        out.println("    -d '{\"model\":\"auto\",\"stream\":true,\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"What is 37 + 58?\"}]}'\n");
        out.flush();
    }

    private static String told(ServeSettings settings, RuntimeException failure) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException taken) {
                return taken(taken.getPort() == 0 ? settings.port() : taken.getPort(), "port");
            }
            if (cause instanceof BindException || cause instanceof ChannelBindException) {
                return taken(settings.adminPort(), "admin-port");
            }
            if (cause instanceof InvalidPolicies || cause instanceof IllegalArgumentException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static String taken(int port, String option) {
        return "--" + option + ": " + port + " is in use (expected: a free port); stop what listens there, or name "
                + "another with --" + option;
    }
}
