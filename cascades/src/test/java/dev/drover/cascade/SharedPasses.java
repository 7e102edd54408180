package dev.drover.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many answers whose verifications share passes, on a clock of its own: whoever has drafted waits for the pass in progress,
 * then all who wait, or are ready within a twentieth of its time, share the next one.
 */
final class SharedPasses {

    private final SplittableRandom random;
    private final double pass;
    private final double row;
    private final double step;
    private final double rejection;
    private double now;
    private double lastPass;

    /** Tokens so far. */
    long tokens;
    /** Blocks so far without a draft. */
    long plain;
    /** Blocks so far. */
    long blocks;

    /**
     * Creates a machine.
     *
     * @param pass what a pass costs whatever is in it
     * @param row what each token in it costs
     * @param step a drafter's step
     * @param rejection rate of rejection
     */
    SharedPasses(double pass, double row, double step, double rejection, long seed) {
        this.pass = pass;
        this.row = row;
        this.step = step;
        this.rejection = rejection;
        this.random = new SplittableRandom(seed);
    }

    private static final class Client {

        private final BlockLength lengths;
        private int length;
        private double drafting;
        private double ready;

        Client(BlockLength lengths) {
            this.lengths = lengths;
        }
    }

    /** Decodes some blocks of each of some answers; returns tokens by time. */
    double decode(List<BlockLength> answers, int blocksEach) {
        double begun = now;
        long before = tokens;
        long until = blocks + (long) blocksEach * answers.size();
        List<Client> clients = new ArrayList<>();
        for (BlockLength lengths : answers) {
            Client client = new Client(lengths);
            begin(client);
            clients.add(client);
        }
        while (blocks < until) {
            now = Math.max(now, clients.stream().mapToDouble(client -> client.ready).min().orElseThrow());
            double grace = now + lastPass / 20;
            now = Math.max(now,
                    clients.stream()
                            .mapToDouble(client -> client.ready)
                            .filter(ready -> ready <= grace)
                            .max()
                            .orElse(now));
            List<Client> served = clients.stream().filter(client -> client.ready <= now).toList();
            int rows = served.stream().mapToInt(client -> client.length + 1).sum();
            lastPass = (pass + row * rows) * (random.nextInt(50) == 0 ? 5 : random.nextDouble(.9, 1.1));
            now += lastPass;
            for (Client client : served) {
                end(client);
                begin(client);
            }
        }
        answers.forEach(BlockLength::close);
        return (tokens - before) / (now - begun);
    }

    private void begin(Client client) {
        client.length = client.lengths.next();
        client.drafting = client.length * step * random.nextDouble(.8, 1.2);
        client.ready = now + client.drafting;
    }

    private void end(Client client) {
        int kept = 0;
        while (kept < client.length && random.nextDouble() >= rejection) {
            kept++;
        }
        tokens += kept + 1;
        blocks++;
        plain += client.length == 0 ? 1 : 0;
        client.lengths.note(new BlockLength.Block(client.length, 0, (long) client.drafting, client.length + 1,
                (long) (now - client.ready), kept, false));
    }
}
