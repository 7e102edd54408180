package dev.drover.gateway.command;

import dev.drover.gateway.access.AccessKey;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Makes a key: shows it once, and its hash for the file of keys. */
final class KeyNew implements Command {

    @Override
    public String name() {
        return "key new";
    }

    @Override
    public String summary() {
        return "Make an access key and show it once, with its hash.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover key new [--name NAME] [--team TEAM] [--admin]

                  --name NAME   who the key is for; in decisions (default: client)
                  --team TEAM   the team it belongs to; policies may match it (default: default)
                  --admin       opens the admin port too

                The line with the hash belongs into the file for ./drover serve --keys FILE.
                The key itself is kept nowhere.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("name", "team"), Set.of("admin")).alone();
        String name = word(arguments, "name", "client");
        String team = word(arguments, "team", "default");
        String key = AccessKey.fresh();
        out.println("key:  " + key);
        out.println("line: " + AccessKey.hash(key) + ", " + name + ", " + team
                + (arguments.flag("admin") ? ", admin" : ""));
        return DONE;
    }

    private static String word(Arguments arguments, String option, String otherwise) {
        String word = arguments.text(option).orElse(otherwise);
        if (!word.matches("[A-Za-z0-9._-]{1,64}")) {
            throw Arguments.wrong(option, word, "up to 64 letters, digits, dots, dashes and underscores");
        }
        return word;
    }
}
