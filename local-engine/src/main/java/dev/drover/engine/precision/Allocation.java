package dev.drover.engine.precision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which storage each tensor gets, so that all together take no more than a number of bytes and lose least. That is the
 * knapsack problem with a choice in each class (Kellerer, Pferschy, Pisinger 2004, chapter 11), solved by dynamic
 * programming over the bytes beyond the smallest storages, counted in units and rounded up, so that the size is never
 * exceeded; what rounding has left over is then spent greedily. The bound is the loss of the relaxed problem, in which
 * storages may be mixed in fractions (Sinha and Zoltners 1979): no choice of storages loses less.
 *
 * @param chosen for each tensor in the order in which they were given
 * @param bytes of all together
 * @param loss of all together, in nats a token
 * @param bound no choice of at most the bytes allowed loses less
 */
public record Allocation(List<Storage> chosen, long bytes, double loss, double bound) {

    private static final int UNITS = 1 << 14;

    /** Copies the list. */
    public Allocation {
        chosen = List.copyOf(chosen);
    }

    /**
     * Chooses.
     *
     * @param tensors for each its storages, at least one, in any order
     * @param budget how many bytes all may take
     * @throws IllegalArgumentException when even the smallest storages take more
     */
    public static Allocation of(List<List<Storage>> tensors, long budget) {
        List<List<Storage>> useful = tensors.stream().map(Allocation::useful).toList();
        long least = useful.stream().mapToLong(storages -> storages.getFirst().bytes()).sum();
        if (least > budget) {
            throw new IllegalArgumentException("size: " + budget + " bytes for the tensors that can be quantized "
                    + "(expected: at least " + least + ", the smallest formats that fit their rows)");
        }
        long unit = Math.max(1, Math.ceilDiv(budget - least, UNITS));
        List<Storage> chosen = new ArrayList<>(trace(useful, unit, (int) ((budget - least) / unit)));
        long bytes = chosen.stream().mapToLong(Storage::bytes).sum();
        bytes += spend(useful, chosen, budget - bytes);
        return new Allocation(chosen, bytes, chosen.stream().mapToDouble(Storage::loss).sum(),
                bound(useful, budget - least));
    }

    /** Storages from the smallest on, each better than all smaller ones. */
    private static List<Storage> useful(List<Storage> storages) {
        List<Storage> useful = new ArrayList<>();
        List<Storage> sorted = storages.stream()
                .sorted(Comparator.comparingLong(Storage::bytes).thenComparingDouble(Storage::loss))
                .toList();
        for (Storage storage : sorted) {
            if (useful.isEmpty() || storage.loss() < useful.getLast().loss()) {
                useful.add(storage);
            }
        }
        return useful;
    }

    /** The choice that loses least with so many units beyond the smallest storages. */
    private static List<Storage> trace(List<List<Storage>> tensors, long unit, int units) {
        double[] best = new double[units + 1];
        byte[][] taken = new byte[tensors.size()][units + 1];
        for (int tensor = 0; tensor < tensors.size(); tensor++) {
            List<Storage> storages = tensors.get(tensor);
            double[] next = new double[units + 1];
            for (int room = 0; room <= units; room++) {
                next[room] = Double.POSITIVE_INFINITY;
                for (int i = 0; i < storages.size() && extra(storages, i, unit) <= room; i++) {
                    double loss = best[room - (int) extra(storages, i, unit)] + storages.get(i).loss();
                    if (loss < next[room]) {
                        next[room] = loss;
                        taken[tensor][room] = (byte) i;
                    }
                }
            }
            best = next;
        }
        List<Storage> chosen = new ArrayList<>();
        int room = units;
        for (int tensor = tensors.size() - 1; tensor >= 0; tensor--) {
            int i = taken[tensor][room];
            chosen.addFirst(tensors.get(tensor).get(i));
            room -= (int) extra(tensors.get(tensor), i, unit);
        }
        return chosen;
    }

    /** A storage's units beyond the smallest one's. */
    private static long extra(List<Storage> storages, int i, long unit) {
        return Math.ceilDiv(storages.get(i).bytes() - storages.getFirst().bytes(), unit);
    }

    /** Spends bytes that are left over, each time where a byte helps most; tells how many it spent. */
    private static long spend(List<List<Storage>> tensors, List<Storage> chosen, long left) {
        long spent = 0;
        while (true) {
            int where = -1;
            double steepest = 0;
            Storage better = null;
            for (int tensor = 0; tensor < tensors.size(); tensor++) {
                Storage now = chosen.get(tensor);
                for (Storage storage : tensors.get(tensor)) {
                    long more = storage.bytes() - now.bytes();
                    double gain = more > 0 && more <= left - spent ? (now.loss() - storage.loss()) / more : 0;
                    if (gain > steepest) {
                        steepest = gain;
                        where = tensor;
                        better = storage;
                    }
                }
            }
            if (better == null) {
                return spent;
            }
            spent += better.bytes() - chosen.get(where).bytes();
            chosen.set(where, better);
        }
    }

    /** A piece of a tensor's lower convex hull. */
    private record Piece(long bytes, double gain) {

        double steepness() {
            return gain / bytes;
        }
    }

    private static double bound(List<List<Storage>> tensors, long extra) {
        List<Piece> pieces = new ArrayList<>();
        double loss = 0;
        for (List<Storage> storages : tensors) {
            loss += storages.getFirst().loss();
            hull(storages, pieces);
        }
        pieces.sort(Comparator.comparingDouble(Piece::steepness).reversed());
        double left = extra;
        for (Piece piece : pieces) {
            double share = Math.min(1, left / piece.bytes());
            loss -= share * piece.gain();
            left -= share * piece.bytes();
            if (left <= 0) {
                break;
            }
        }
        return Math.max(0, loss);
    }

    private static void hull(List<Storage> storages, List<Piece> pieces) {
        for (int i = 0; i < storages.size() - 1;) {
            int steepest = i + 1;
            for (int j = i + 1; j < storages.size(); j++) {
                if (piece(storages, i, j).steepness() > piece(storages, i, steepest).steepness()) {
                    steepest = j;
                }
            }
            pieces.add(piece(storages, i, steepest));
            i = steepest;
        }
    }

    private static Piece piece(List<Storage> storages, int from, int to) {
        return new Piece(storages.get(to).bytes() - storages.get(from).bytes(),
                storages.get(from).loss() - storages.get(to).loss());
    }
}
