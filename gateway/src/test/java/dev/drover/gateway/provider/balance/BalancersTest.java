package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Options;
import dev.drover.policy.Balance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What every balancer owes: each seat once, none starved, none herded; and what each promises besides. */
class BalancersTest {

    private final AtomicLong now = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(20261121);

    private List<Seat> seats(int... weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> new Seat("seat-" + i, weights[i], new Load(now::get)))
                .toList();
    }

    private static Balancer balancer(String by, List<Seat> seats, Map<String, Object> options) {
        BalancerEntry entry = BuiltInBalancers.all()
                .stream()
                .filter(each -> each.name().equals(by))
                .findFirst()
                .orElseThrow();
        return BuiltInBalancers.create(new Balance(by, new Options(entry.options(), options)), seats);
    }

    private Demand demand() {
        return new Demand(100, "prompt " + random.nextInt(1_000_000), "user " + random.nextInt(1_000_000));
    }

    /** How often each seat is asked first, of requests that all run on. */
    private Map<Seat, Integer> burst(Balancer balancer, int requests) {
        Map<Seat, Integer> first = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            Seat seat = balancer.order(demand()).getFirst();
            seat.load().begin(100);
            first.merge(seat, 1, Integer::sum);
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighted", "least-outstanding-tokens", "latency", "prefix", "session"})
    void everySeatStandsInTheOrderOnce(String by) {
        for (int count = 1; count < 8; count++) {
            List<Seat> seats = seats(random.ints(count, 1, 100).toArray());
            Balancer balancer = balancer(by, seats, Map.of());
            for (int i = 0; i < 50; i++) {
                assertThat(balancer.order(demand())).containsExactlyInAnyOrderElementsOf(seats);
                seats.get(random.nextInt(count)).load().begin(random.nextInt(1_000));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighted", "least-outstanding-tokens", "latency", "prefix", "session"})
    void aBurstIsSpreadByWeightAndNobodyIsHerdedOrStarved(String by) {
        List<Seat> seats = seats(1, 1, 2);
        Map<Seat, Integer> first = burst(balancer(by, seats, Map.of()), 2_000);
        for (Seat seat : seats) {
            double share = seat.weight() / 4.0;
            assertThat(first.get(seat) / 2_000.0).as(by + " " + seat.name()).isBetween(share * 0.7, share * 1.3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighted", "least-outstanding-tokens", "latency"})
    void idleSeatsAllGetTheirTurn(String by) {
        List<Seat> seats = seats(1, 1, 1, 1);
        Balancer balancer = balancer(by, seats, Map.of());
        Map<Seat, Integer> first = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            Seat seat = balancer.order(demand()).getFirst();
            seat.load().begin(100);
            now.addAndGet(Duration.ofMillis(20).toNanos());
            seat.load().began(Duration.ofMillis(20));
            seat.load().end(100);
            first.merge(seat, 1, Integer::sum);
        }
        assertThat(first.values()).hasSize(4).allSatisfy(count -> assertThat(count).isBetween(300, 700));
    }

    @Test
    void byWeightMeansTheShareOfTheWeight() {
        List<Seat> seats = seats(1, 3, 6);
        Map<Seat, Integer> first = burst(balancer("weighted", seats, Map.of()), 20_000);
        seats.forEach(seat -> assertThat(first.get(seat) / 20_000.0).isCloseTo(seat.weight() / 10.0, within(0.02)));
    }

    @Test
    void outstandingTokensStayEvenWhateverRequestsAreWorth() {
        List<Seat> seats = seats(1, 1, 3);
        Balancer balancer = balancer("least-outstanding-tokens", seats, Map.of());
        long largest = 5_000;
        List<Runnable> running = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            long worth = random.nextLong(1, largest);
            Seat seat = balancer.order(new Demand(worth, "", null)).getFirst();
            seat.load().begin(worth);
            running.add(() -> seat.load().end(worth));
            if (running.size() > 50) {
                running.remove(random.nextInt(running.size())).run();
            }
        }
        running.forEach(Runnable::run);
        assertThat(seats).allSatisfy(seat -> assertThat(seat.load().tokens()).isZero());
    }

    @Test
    void nobodyIsMoreThanOneRequestAheadInTokensForItsWeight() {
        List<Seat> seats = seats(1, 2, 4);
        Balancer balancer = balancer("least-outstanding-tokens", seats, Map.of());
        for (int i = 0; i < 3_000; i++) {
            long worth = random.nextLong(1, 1_000);
            balancer.order(new Demand(worth, "", null)).getFirst().load().begin(worth);
            double least = seats.stream().mapToDouble(BalancersTest::loaded).min().orElseThrow();
            double most = seats.stream().mapToDouble(BalancersTest::loaded).max().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1_000);
        }
    }

    private static double loaded(Seat seat) {
        return (double) seat.load().tokens() / seat.weight();
    }

    @Test
    void theSlowSeatGetsLessButIsTriedAgain() {
        List<Seat> seats = seats(1, 1, 1);
        Map<Seat, Integer> first = answering(seats, seat -> Duration.ofMillis(seat == seats.get(0) ? 2_000 : 50));
        assertThat(first.get(seats.get(0))).isBetween(5, 300);
        assertThat(first.get(seats.get(1))).isGreaterThan(900);
        assertThat(first.get(seats.get(2))).isGreaterThan(900);
    }

    @Test
    void aSeatThatFailsAtOnceIsNotTakenForTheQuickest() {
        List<Seat> seats = seats(1, 1);
        Balancer balancer = balancer("latency", seats, Map.of());
        int failures = 0;
        for (int i = 0; i < 1_000; i++) {
            Seat seat = balancer.order(demand()).getFirst();
            now.addAndGet(Duration.ofMillis(50).toNanos());
            if (seat == seats.get(0)) {
                failures++;
                seat.load().failed(Duration.ofMillis(1));
            } else {
                seat.load().began(Duration.ofMillis(50));
            }
        }
        assertThat(failures).isBetween(1, 100);
    }

    private Map<Seat, Integer> answering(List<Seat> seats, java.util.function.Function<Seat, Duration> took) {
        Balancer balancer = balancer("latency", seats, Map.of());
        Map<Seat, Integer> first = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            Seat seat = balancer.order(demand()).getFirst();
            now.addAndGet(Duration.ofMillis(50).toNanos());
            seat.load().began(took.apply(seat));
            first.merge(seat, 1, Integer::sum);
        }
        return first;
    }

    @Test
    void whatBeginsAlikeGoesTheSameWayUntilItsSeatIsTooBusy() {
        List<Seat> seats = seats(1, 1, 1, 1);
        Balancer balancer = balancer("prefix", seats, Map.of("characters", 20, "free", 2));
        List<Seat> order = balancer.order(new Demand(1, "You are a helpful assistant. One", null));
        assertThat(balancer.order(new Demand(1, "You are a helpful assistant. Two", null))).isEqualTo(order);
        order.getFirst().load().begin(1);
        assertThat(balancer.order(new Demand(1, "You are a helpful assistant. Two", null))).isEqualTo(order);
        order.getFirst().load().begin(1);
        List<Seat> later = balancer.order(new Demand(1, "You are a helpful assistant. Two", null));
        assertThat(later.getFirst()).isEqualTo(order.get(1));
        assertThat(later.getLast()).isEqualTo(order.getFirst());
    }

    @Test
    void nobodyIsMoreThanAQuarterAboveItsShareHoweverPopularAKeyIs() {
        List<Seat> seats = seats(1, 1, 2);
        Balancer balancer = balancer("session", seats, Map.of("free", 1));
        for (int i = 1; i <= 2_000; i++) {
            balancer.order(new Demand(1, "", i % 3 == 0 ? "rare " + i : "popular")).getFirst().load().begin(1);
            int running = i;
            seats.forEach(seat -> assertThat(seat.load().running())
                    .isLessThanOrEqualTo((int) Math.ceil(1.25 * running * seat.weight() / 4)));
        }
    }

    @Test
    void whenASeatGoesOnlyItsOwnKeysMove() {
        List<Seat> all = seats(1, 1, 1, 1, 1);
        Balancer before = balancer("session", all, Map.of());
        Balancer after = balancer("session", all.subList(0, 4), Map.of());
        int moved = 0;
        for (int key = 0; key < 5_000; key++) {
            Demand demand = new Demand(1, "", "user " + key);
            Seat had = before.order(demand).getFirst();
            Seat has = after.order(demand).getFirst();
            if (had == all.get(4)) {
                moved++;
                assertThat(before.order(demand).get(1)).isEqualTo(has);
            } else {
                assertThat(has).isEqualTo(had);
            }
        }
        assertThat(moved).isBetween(700, 1_300);
    }

    @Test
    void aRequestWithoutAUserGoesByItsBeginning() {
        Balancer balancer = balancer("session", seats(1, 1, 1, 1), Map.of());
        HashSet<Seat> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(balancer.order(new Demand(1, "prompt " + i, null)).getFirst());
        }
        assertThat(first).hasSize(4);
    }

    @Test
    void anUnknownBalancerIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> BuiltInBalancers.create(new Balance("best", Balance.STANDARD.options()), seats(1)))
                .hasMessageContaining("balance.by: best")
                .hasMessageContaining("least-outstanding-tokens");
    }
}
