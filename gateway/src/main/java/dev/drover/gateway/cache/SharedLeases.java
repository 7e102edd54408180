package dev.drover.gateway.cache;

import dev.drover.gateway.decision.Decision.CacheUse;
import dev.drover.gateway.redis.RedisLink;
import dev.drover.inference.AnswerPart;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Leases in Redis. Who holds the lease of a key makes its answer and renews the lease while it does; the others look for
 * the answer at an interval, and get it whole when it is there. When the lease is gone without an answer, because its
 * holder failed, left or died, one of them takes it.
 *
 * <p>
 * A lease carries a number that counts up (a fencing token). Only who holds the number that is in force may put down an
 * answer, so a holder that was frozen and comes back late cannot put down what nobody waits for. While Redis is away or
 * slow everybody makes their own. Safe for use by many threads.
 */
public final class SharedLeases implements Leases {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration NUMBERS = Duration.ofDays(1);

    /** Takes the lease when nobody has it. Gives "own NUMBER" or "other NUMBER". */
    private static final String TAKE = """
            local holder = redis.call('GET', KEYS[1])
            if holder then return 'other ' .. holder end
            local number = redis.call('INCR', KEYS[2])
            redis.call('PEXPIRE', KEYS[2], ARGV[2])
            redis.call('SET', KEYS[1], number, 'PX', ARGV[1])
            return 'own ' .. number""";
    /** Renews the lease of a number. */
    private static final String RENEW = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return ''""";
    /** Gives the lease of a number back, with an answer unless that is empty. */
    private static final String GIVE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return '' end
            if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
            redis.call('DEL', KEYS[1])
            return ''""";
    /** Gives "runs", "gone", or the answer of a number. */
    private static final String LOOK_UP = """
            local answer = redis.call('GET', KEYS[2])
            if answer then return answer end
            if redis.call('GET', KEYS[1]) == ARGV[1] then return 'runs' end
            return 'gone'""";
    private static final String RUNS = "runs";
    private static final String LOST = "lost";

    private final RedisLink redis;
    private final Duration lease;

    /** Keeps leases behind a link. */
    public SharedLeases(RedisLink redis) {
        this(redis, LEASE);
    }

    /** Keeps leases of a length, after which a holder that no longer renews is taken for dead. */
    SharedLeases(RedisLink redis, Duration lease) {
        this.redis = redis;
        this.lease = lease;
    }

    @Override
    public Flux<AnswerPart> answer(Asked asked, Flux<AnswerPart> made) {
        return Flux.defer(() -> {
            Names names = new Names(asked.key());
            return script(TAKE, new String[] {names.lease(), names.numbers()}, millis(lease), millis(NUMBERS))
                    .defaultIfEmpty(LOST)
                    .flatMapMany(taken -> {
                        String number = taken.substring(taken.indexOf(' ') + 1);
                        return taken.equals(LOST) ? made
                                : taken.startsWith("own ") ? held(names, number, asked, made)
                                        : awaited(names, number, asked, made);
                    });
        });
    }

    private Flux<AnswerPart> held(Names names, String number, Asked asked, Flux<AnswerPart> made) {
        AnswerRecorder recorder = new AnswerRecorder(asked.stream());
        Sinks.Empty<Void> over = Sinks.empty();
        String[] keys = {names.lease(), names.answer(number)};
        Flux<AnswerPart> renewing = Flux.interval(lease.dividedBy(3))
                .onBackpressureDrop()
                .concatMap(tick -> script(RENEW, new String[] {names.lease()}, number, millis(lease)))
                .takeUntilOther(over.asMono())
                .thenMany(Flux.empty());
        Flux<AnswerPart> put = Flux.defer(() -> {
            StoredAnswer answer = recorder.answer();
            return script(GIVE, keys, number, answer == null ? "" : AnswerCodec.write(answer), millis(ANSWER))
                    .thenMany(Flux.empty());
        });
        Runnable givenUp = () -> redis
                .send(commands -> commands.eval(GIVE, ScriptOutputType.VALUE, keys, number, "", millis(ANSWER)));
        return Flux.merge(made.doOnNext(recorder::add)
                .concatWith(put)
                .doOnError(failure -> givenUp.run())
                .doFinally(signal -> over.tryEmitEmpty()), renewing).doOnCancel(givenUp);
    }

    private Flux<AnswerPart> awaited(Names names, String number, Asked asked, Flux<AnswerPart> made) {
        asked.noted().accept(CacheUse.JOINED);
        return script(LOOK_UP, new String[] {names.lease(), names.answer(number)}, number).defaultIfEmpty(LOST)
                .repeatWhen(looked -> looked.delayElements(LOOK))
                .takeUntil(state -> !state.equals(RUNS))
                .last()
                .flatMapMany(state -> {
                    StoredAnswer answer = AnswerCodec.read(state).orElse(null);
                    return answer != null ? Flux.fromIterable(answer.replay(asked.stream(), asked.withUsage()))
                            : state.equals(LOST) ? made : answer(asked, made);
                });
    }

    private Mono<String> script(String script, String[] keys, String... values) {
        return redis.call(commands -> commands.<Object>eval(script, ScriptOutputType.VALUE, keys, values)
                .next()
                .map(String::valueOf));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /** The names of a key's entries; the braces keep them on one node of a cluster. */
    private record Names(AnswerKey key) {

        private String name(String what) {
            return "drover:flight:{" + key.digest() + "}:" + what;
        }

        String lease() {
            return name("lease");
        }

        String numbers() {
            return name("numbers");
        }

        String answer(String number) {
            return name("answer:" + number);
        }
    }
}
