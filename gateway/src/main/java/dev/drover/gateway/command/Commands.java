package dev.drover.gateway.command;

import java.util.List;

/** The catalogue of verbs. */
public final class Commands {

    private static final List<Command> ALL = List.of(new Serve(), new KeyNew(), new Complete(), new ModelList(),
            new ModelPull(), new ModelShow(), new ModelQuantize(), new ModelPerplexity(), new ModelRandom(),
            new BenchEngine(), new BenchCascade(), new BenchStart(), new BenchGateway(), new Aot(),
            new MeasureFrontier(), new Calibrate(), new CalibratePair(), new EvalHerd(), new Faults(), new HerdTrain(),
            new HerdRouter());

    private Commands() {}

    /** All verbs, in the order in which help lists them. */
    public static List<Command> all() {
        return ALL;
    }
}
