package dev.drover.gateway.provider;

import dev.drover.gateway.redis.RedisLink;
import java.time.Duration;
import java.util.UUID;

/**
 * What replicas tell each other of deployments that fail: when the breaker of one opens, the others ask that deployment
 * last for as long. A hint is no more than that, so a lost one, or a lost Redis, harms nobody.
 */
public final class HealthHints {

    private static final String CHANNEL = "drover:health";

    private HealthHints() {}

    /** Begins to tell and to listen. */
    public static void share(Deployments deployments, RedisLink redis) {
        String self = UUID.randomUUID().toString();
        deployments.onOpened((name, rest) -> redis
                .send(commands -> commands.publish(CHANNEL, self + " " + rest.toMillis() + " " + name)));
        redis.listen(CHANNEL, message -> {
            String[] words = message.split(" ", 3);
            if (words.length == 3 && !words[0].equals(self) && words[1].matches("\\d{1,12}")) {
                deployments.warned(words[2], Duration.ofMillis(Long.parseLong(words[1])));
            }
        });
    }
}
