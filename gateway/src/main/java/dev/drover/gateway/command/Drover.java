package dev.drover.gateway.command;

import dev.drover.inference.option.Names;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The command line's entry: finds the verb and runs it. */
public final class Drover {

    private Drover() {}

    /** Runs a verb and ends the process with its code. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty() || isHelp(args.getFirst())) {
            out.print(help());
            return args.isEmpty() ? Command.MISUSED : Command.DONE;
        }
        Optional<Command> found = Commands.all()
                .stream()
                .filter(command -> calls(command, args))
                .max(Comparator.comparingInt(command -> command.name().length()));
        if (found.isEmpty()) {
            err.println("drover: " + unknown(args));
            return Command.MISUSED;
        }
        Command command = found.get();
        List<String> rest = args.subList(words(command).size(), args.size());
        if (!rest.isEmpty() && (isHelp(rest.getFirst()) || rest.contains("--help") || rest.contains("-h"))) {
            out.println(command.summary() + "\n\n" + command.usage());
            return Command.DONE;
        }
        try {
            return command.run(rest, out, err);
        } catch (Command.Misuse misuse) {
            err.println("drover " + command.name() + ": " + misuse.getMessage() + "\n\n" + command.usage());
            return Command.MISUSED;
        }
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h") || word.equals("help");
    }

    private static boolean calls(Command command, List<String> args) {
        List<String> words = words(command);
        return args.size() >= words.size() && args.subList(0, words.size()).equals(words);
    }

    private static List<String> words(Command command) {
        return Arrays.asList(command.name().split(" "));
    }

    private static String unknown(List<String> args) {
        List<String> names = Commands.all().stream().map(Command::name).toList();
        String two = String.join(" ", args.subList(0, Math.min(2, args.size())));
        String expected = Names.nearest(two, names)
                .or(() -> Names.nearest(args.getFirst(), names))
                .or(() -> names.stream().filter(name -> name.startsWith(args.getFirst() + " ")).findFirst())
                .map(near -> near + "?")
                .orElse("one of " + String.join(", ", names));
        return args.getFirst() + ": unknown command (expected: " + expected + "); ./drover --help lists all";
    }

    private static String help() {
        StringBuilder text = new StringBuilder("""
                Drover herds language models: one gateway before models in this process and models elsewhere.

                Usage: ./drover COMMAND [OPTIONS]

                """);
        int width = Commands.all().stream().mapToInt(command -> command.name().length()).max().orElse(0);
        for (Command command : Commands.all()) {
            text.append("  ")
                    .append(String.format("%-" + width + "s", command.name()))
                    .append("  ")
                    .append(command.summary())
                    .append('\n');
        }
        return text.append("\n./drover COMMAND --help tells more of one.\n").toString();
    }
}
