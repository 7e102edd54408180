package dev.drover.gateway.command;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows what is in a model file, and what it takes to run it. */
final class ModelShow implements Command {

    private static final int LONGEST = 60;
    private static final int ELEMENTS = 4;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "model show";
    }

    @Override
    public String summary() {
        return "Show a model file's metadata, tensors, formats and the memory it needs.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model show NAME|FILE

                  NAME|FILE   a bundled model or a GGUF file; of a model in several files, the first

                The memory is what this machine's kernels take: weights as the file has them, which the operating system
                may drop and read again, weights in the kernels' order, and the keys and values of one full context.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        List<String> rest = Arguments.of(args, Set.of(), Set.of()).rest();
        if (rest.size() != 1) {
            throw new Misuse("model: " + String.join(" ", rest) + " (expected: one bundled model or GGUF file)");
        }
        Path path = LocalFiles.file("model", rest.getFirst());
        try (GgufFile file = GgufFile.open(path)) {
            out.printf("%s%s%n%nmetadata%n", path, file.files() == 1 ? "" : " and " + (file.files() - 1) + " more");
            file.metadata().asMap().forEach((key, value) -> out.printf("  %s = %s%n", key, brief(value)));
            tensors(file, out);
            memory(file, out);
            return DONE;
        } catch (InvalidModelFile invalid) {
            throw new Misuse("model: " + invalid.getMessage());
        } catch (IOException failure) {
            err.println("drover model show: " + path + " cannot be read: " + failure.getMessage());
            return FAILED;
        }
    }

    private static void tensors(GgufFile file, PrintStream out) {
        Map<String, long[]> formats = new TreeMap<>();
        out.printf("%n%d tensors%n", file.tensors().size());
        int width = file.tensors().stream().mapToInt(tensor -> tensor.name().length()).max().orElse(0);
        for (Tensor tensor : file.tensors()) {
            out.printf("  %-" + (width + 2) + "s%-7s%s%n", tensor.name(), tensor.format().name(),
                    shape(tensor.shape()));
            long[] sums = formats.computeIfAbsent(tensor.format().name(), name -> new long[3]);
            sums[0]++;
            sums[1] += tensor.columns() * tensor.rows();
            sums[2] += tensor.data().byteSize();
        }
        out.printf("%nformats%n");
        formats.forEach((name, sums) -> out.printf(Locale.ROOT, "  %-7s%5d tensors %,15d weights %,15d bytes%n", name,
                sums[0], sums[1], sums[2]));
    }

    /** Rows times columns, as people say it: the dimension that runs fastest last. */
    private static String shape(long[] shape) {
        return IntStream.range(0, shape.length)
                .mapToObj(i -> Long.toString(shape[shape.length - 1 - i]))
                .collect(Collectors.joining(" x "));
    }

    private static void memory(GgufFile file, PrintStream out) {
        KernelLevel kernels = KernelLevels.chosen();
        long stored = file.tensors().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
        long prepared = Architectures.preparedBytes(file, kernels);
        out.printf(Locale.ROOT, "%nmemory%n  weights, mapped      %,10.1f MiB%n  weights for %-9s%,10.1f MiB%n",
                stored / MIB, kernels.name(), prepared / MIB);
        try {
            Network network = Architectures.load(file, KernelLevels.scalar());
            out.printf(Locale.ROOT, "  keys and values      %,10.1f MiB for a context of %,d tokens%n",
                    network.cacheShape().bytes(network.contextLength(), Limits.standard().cacheFormat()) / MIB,
                    network.contextLength());
        } catch (InvalidModelFile unsupported) {
            out.println("  this engine does not run it: " + unsupported.getMessage());
        }
    }

    /** A value, cut where it is long. */
    private static String brief(Object value) {
        if (value instanceof List<?> list) {
            return elements(list.stream().limit(ELEMENTS).toList(), list.size());
        }
        if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            return elements(IntStream.range(0, Math.min(length, ELEMENTS)).mapToObj(i -> Array.get(value, i)).toList(),
                    length);
        }
        return line(value);
    }

    private static String elements(List<?> first, int count) {
        String shown = first.stream().map(ModelShow::line).collect(Collectors.joining(", "));
        return "[" + shown + (count > first.size() ? ", ... " + count + " in all]" : "]");
    }

    /** A value in one line without anything that would steer a terminal. */
    private static String line(Object value) {
        String text = value.toString();
        int[] points = text.codePoints()
                .limit(LONGEST)
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .toArray();
        String shown = Arrays.stream(points).mapToObj(Character::toString).collect(Collectors.joining());
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown;
    }
}
