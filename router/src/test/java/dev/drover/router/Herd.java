package dev.drover.router;

import dev.drover.inference.ChatRequest;
import dev.drover.router.quality.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A made-up herd: prompts of six domains in several wordings, and models that are each right in some of them. */
public final class Herd {

    /** The small models are right in one domain each, the large one in two of three, a remote one always. */
    public static final List<Candidate> CANDIDATES = List.of(new Candidate("sums", 0.01, 0.02, 1e6, 40),
            new Candidate("dates", 0.01, 0.02, 1e6, 45), new Candidate("letters", 0.01, 0.02, 1e6, 50),
            new Candidate("people", 0.01, 0.02, 1e6, 55), new Candidate("large", 0.1, 0.2, 8e6, 200));

    private static final Map<String, List<String>> KNOWN = Map
            .of("arith",
                    List.of("What is # + #?", "Add # and #", "please compute # minus #", "# - # =", "# plus #",
                            "How much is # times #?", "what do you get if you subtract # from #", "Work out # + #.",
                            "Sam has # apples and buys # more. How many are there?"),
                    "dates",
                    List.of("What date is # days after # March?", "Which weekday comes # days after Monday?",
                            "It is 10:45. What time is it in # minutes?", "what day is # days before # june",
                            "Count # days on from 3 April.", "if today is Friday, what weekday is it in # days?"),
                    "text",
                    List.of("Reverse these letters: @ @ @ @", "Sort: @ @ @", "count the letters in @ @ @ @ @",
                            "Put these letters in alphabetical order: @ @ @ @", "What is the #th letter of @ @ @ @?",
                            "which letter comes last in @ @ @"),
                    "code",
                    List.of("Run: x=#; y=x+#; print y", "a=#; b=a*#; print(b)",
                            "What does this print? x = #; x = x - #; print x", "Trace the program p=#; q=p+#; print q"),
                    "facts",
                    List.of("Where was ^ ^ born?", "What does ^ ^ do for a living?", "When was ^ ^ born?",
                            "tell me the profession of ^ ^", "Which town does ^ ^ come from?", "who is ^ ^"),
                    "other",
                    List.of("Write me a poem about the sea", "Tell me a joke", "How do I bake bread?",
                            "What is the meaning of life?", "translate good morning into French",
                            "Explain quantum physics to a child", "Who won the world cup?", "hello"));

    private static final Map<String, List<String>> UNSEEN = Map.of("arith",
            List.of("Could you tell me the sum of # and #", "take # from #", "#+#", "what's # add # please",
                    "Calculate the difference between # and #", "# x #"),
            "dates",
            List.of("which date falls # days later than # May", "what will the clock say # minutes after 9:05",
                    "Name the weekday # days from Tuesday"),
            "text",
            List.of("Write the letters @ @ @ @ backwards", "order the letters @ @ @ @ from a to z",
                    "how many letters are here: @ @ @ @ @"),
            "code", List.of("Execute x=#; y=x*#; z=y+#; print z", "what is printed by: n=#; m=n-#; print m"), "facts",
            List.of("In which year was ^ ^ born", "What is the job of ^ ^?", "where does ^ ^ live"), "other",
            List.of("Please write a short story", "what should I cook for dinner", "recommend a good book to me"));

    private static final Map<String, String> SOLVERS = Map.of("arith", "sums", "dates", "dates", "text", "letters",
            "facts", "people");

    private Herd() {}

    /** Outcomes in the wordings that are trained on. */
    public static List<Outcome> known(int count, long seed) {
        return outcomes(KNOWN, count, seed);
    }

    /** Outcomes in wordings that never are. */
    public static List<Outcome> unseen(int count, long seed) {
        return outcomes(UNSEEN, count, seed);
    }

    private static List<Outcome> outcomes(Map<String, List<String>> wordings, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> domains = wordings.keySet().stream().sorted().toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String domain = domains.get(i % domains.size());
            List<String> forms = wordings.getOrDefault(domain, List.of());
            String prompt = fill(forms.get(random.nextInt(forms.size())), random);
            outcomes.add(Outcome.of(domain, prompt, quality(domain)));
        }
        return outcomes;
    }

    private static Map<String, Double> quality(String domain) {
        String solver = SOLVERS.getOrDefault(domain, "nobody");
        double large = domain.equals("facts") || domain.equals("text") || domain.equals("other") ? 0 : 1;
        return Map.of("sums", solver.equals("sums") ? 1.0 : 0, "dates", solver.equals("dates") ? 1.0 : 0, "letters",
                solver.equals("letters") ? 1.0 : 0, "people", solver.equals("people") ? 1.0 : 0, "large", large);
    }

    private static String fill(String form, SplittableRandom random) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < form.length(); i++) {
            char letter = form.charAt(i);
            switch (letter) {
                case '#' -> filled.append(1 + random.nextInt(random.nextBoolean() ? 99 : 999));
                case '@' -> filled.append((char) ('a' + random.nextInt(26)));
                case '^' -> filled.append(name(random));
                default -> filled.append(letter);
            }
        }
        return filled.toString();
    }

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            name.append("bdfgklmnprstv".charAt(random.nextInt(13))).append("aeiou".charAt(random.nextInt(5)));
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + "n";
    }

    /** A request of one prompt to the whole herd. */
    public static RoutingRequest request(String prompt, Objective objective) {
        return new RoutingRequest(ChatRequest.of("auto", prompt), CANDIDATES, objective, 0);
    }
}
