package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2018). Each seat has points on a ring, in
 * proportion to its weight; a key belongs to the seat whose point follows its own. A seat that runs more than
 * {@code load} times its share of all running requests passes the key on to the next, unless it runs fewer than
 * {@code free}: a server batches a few without harm, and leaving it for one more request would miss its cache. When a seat
 * comes or goes only its own keys move.
 */
final class Ring {

    static final OptionSchema OPTIONS = OptionSchema.of(
            Option.number("load", 1.25, 1.01, 10, "How far above its share a deployment may be before others help."),
            Option.integer("free", 4, 1, 10_000, "Requests that a deployment runs whatever the others do."));

    private static final int POINTS_A_SEAT = 160;

    private final TreeMap<Long, Seat> points = new TreeMap<>();
    private final List<Seat> seats;
    private final double weights;
    private final double bound;
    private final int free;

    Ring(Options options, List<Seat> seats) {
        this.seats = List.copyOf(seats);
        this.weights = seats.stream().mapToDouble(Seat::weight).sum();
        this.bound = options.number("load");
        this.free = options.integer("free");
        for (Seat seat : seats) {
            long count = Math.max(1, Math.round(POINTS_A_SEAT * seats.size() * seat.weight() / weights));
            for (int point = 0; point < count; point++) {
                points.put(hash(seat.name() + "#" + point), seat);
            }
        }
    }

    /** The seats in the order in which a key meets them, those that are too busy last. */
    List<Seat> order(String key) {
        Set<Seat> met = new LinkedHashSet<>();
        long from = hash(key);
        walk(points.tailMap(from, true), met);
        walk(points.headMap(from, false), met);
        long running = seats.stream().mapToLong(seat -> seat.load().running()).sum() + 1;
        List<Seat> order = new ArrayList<>();
        List<Seat> busy = new ArrayList<>();
        for (Seat seat : met) {
            double most = Math.max(free, Math.ceil(bound * running * seat.weight() / weights));
            (seat.load().running() < most ? order : busy).add(seat);
        }
        order.addAll(busy);
        return order;
    }

    private void walk(Map<Long, Seat> part, Set<Seat> met) {
        for (Seat seat : part.values()) {
            met.add(seat);
            if (met.size() == seats.size()) {
                return;
            }
        }
    }

    /** FNV-1a over the characters, then the finalizer of SplitMix64, which spreads what differs in the last character. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
