package dev.drover.gateway.evaluation;

import dev.drover.gateway.evaluation.CascadeBench.Line;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.roster.Rosters;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import dev.drover.policy.PolicyReader;
import dev.drover.policy.PolicySet;
import dev.drover.policy.PolicySource;
import dev.drover.policy.RoutePolicy;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a pair can give: measured, continued, compared, drawn, and put in force. */
class FrontierTest {

    private static final List<Item> ITEMS = HerdItems.mixed(Part.DEV, 6);
    private static final CascadeBench.Plan PLAN = new CascadeBench.Plan(List.of("lossless", "token-v3"), List.of(.5),
            List.of(3, "adaptive"), List.of(0.0), 1, 1);

    @TempDir
    Path folder;
    private final ScriptedModel small = new ScriptedModel("small", ITEMS.get(1).answer());
    private final ScriptedModel large = new ScriptedModel("large", ITEMS.get(0).answer());
    private final Frontier.Pair pair = new Frontier.Pair("small", small, "large", large);
    private final List<Integer> asked = new ArrayList<>();

    private Frontier measure(CascadeBench.Plan plan) {
        return Frontier.measure(pair, Frontier.Tasks.of(ITEMS), plan, 200, folder.resolve("results.jsonl"), asked::add);
    }

    private static Line line(String rule, @Nullable Double leniency, double accuracy, double time, double work) {
        return new Line(rule, leniency, leniency == null ? 0 : 5, 0, 1, 100, accuracy, accuracy, 0, 0, 1, 1, 1.0, .1,
                50, time, work);
    }

    @Test
    void everySettingIsMeasuredAgainstTheLargeModel() {
        Frontier frontier = measure(PLAN);
        assertThat(frontier.lines()).extracting(Line::rule)
                .containsExactly("large", "small", "lossless", "lossless", "tokenv3", "tokenv3");
        Line alone = frontier.lines().get(0);
        assertThat(alone.time()).isEqualTo(1);
        assertThat(alone.work()).isEqualTo(1);
        assertThat(frontier.lines().get(1).work()).isZero();
        assertThat(frontier.lines().get(2).accuracy()).isEqualTo(alone.accuracy());
        assertThat(frontier.lines().get(2).leniency()).as("what lossless cannot have is not asked of it").isEqualTo(0);
        assertThat(asked).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aRunThatWasStoppedGoesOnWhereItWas() throws IOException {
        assertThatThrownBy(() -> Frontier.measure(pair, Frontier.Tasks.of(ITEMS), PLAN, 200,
                folder.resolve("results.jsonl"), done -> {
                    if (done == 4) {
                        throw new CancellationException("stopped");
                    }
                })).isInstanceOf(CancellationException.class);
        Path file = folder.resolve("results.jsonl");
        String whole = Files.readString(file);
        Files.writeString(file, whole + "[{\"right\":tr");

        Frontier continued = measure(PLAN);
        assertThat(asked).as("four were done, what was half written is done again").containsExactly(5, 6);
        assertThat(continued.lines()).allSatisfy(line -> assertThat(line.items()).isEqualTo(6));
        assertThat(Files.readString(file)).startsWith(whole);
        assertThat(Files.readString(file).lines()).hasSize(7);
        asked.clear();
        assertThat(measure(PLAN)).as("nothing is left to do").isEqualTo(continued);
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherRunsResultsAreNotContinued() throws IOException {
        measure(PLAN);
        CascadeBench.Plan other = new CascadeBench.Plan(List.of("chow"), List.of(3), List.of(0.0), 1);
        assertThatIllegalArgumentException().isThrownBy(() -> measure(other))
                .withMessageContaining(
                        "results.jsonl records another run (expected: the same models, tasks and settings");
        Files.writeString(folder.resolve("results.jsonl"), "no record\n");
        assertThatIllegalArgumentException().isThrownBy(() -> measure(PLAN)).withMessageContaining("is no record");
    }

    @Test
    void unbeatenIsWhatNoOtherSettingEqualsInBoth() {
        Line alone = line("large", null, .7, 1, 1);
        Line good = line("diff", 0.0, .75, .6, .3);
        Line same = line("opt", 0.0, .75, .6, .4);
        Line quick = line("tokenv3", .7, .7, .5, .3);
        Line other = new Line("chow", .1, 5, 1, 1, 100, .9, .9, 0, 0, 1, 1, 1.0, .1, 50, .1, .1);
        Frontier frontier = new Frontier("s", "l", List.of(alone, good, same, quick, other));
        assertThat(frontier.lines()).filteredOn(frontier::bestInTime).containsExactly(good, same, quick, other);
        assertThat(frontier.lines()).filteredOn(frontier::bestInWork).containsExactly(good, other);
    }

    @Test
    void aTargetIsMetByTheQuickestThatIsGoodEnoughOrTheBestThatIsQuickEnough() {
        Line alone = line("large", null, .7, 1, 1);
        Line good = line("diff", 0.0, .75, .6, .3);
        Line quick = line("tokenv3", .7, .7, .5, .4);
        Frontier frontier = new Frontier("s", "l", List.of(alone, good, quick));
        assertThat(frontier.best(new Frontier.Target(.7, null, null))).contains(quick);
        assertThat(frontier.best(new Frontier.Target(.7, null, .35))).contains(good);
        assertThat(frontier.best(new Frontier.Target(null, .9, null))).contains(good);
        assertThat(frontier.best(new Frontier.Target(null, .55, null))).contains(quick);
        assertThat(frontier.best(new Frontier.Target(.8, null, null))).isEmpty();
    }

    @Test
    void thePolicyOfASettingCanBePutInForce() {
        PolicyReader reader = new PolicyReader(Rosters.catalogue());
        for (Line line : List.of(line("tokenv3", .7, .7, .5, .4), line("bildstar", .25, .7, .5, .4),
                new Line("opt", .3, "adaptive", 0, 1, 9, .5, .5, 0, 0, 1, 1, 1.0, .1, 50, .5, .5))) {
            PolicySet read = reader.read(List.of(new PolicySource("policy.yaml",
                    FrontierPolicy.documents(line, "it's small.gguf", "bundled:verifier"))), 1);
            assertThat(pair(read).options().number("leniency")).isEqualTo(line.leniency());
            assertThat(pair(read).options().says("blockLength", "adaptive")).isEqualTo(line.gamma().equals("adaptive"));
        }
        PolicySet alone = reader.read(List.of(new PolicySource("policy.yaml",
                FrontierPolicy.documents(line("small", null, .5, .1, 0), "a.gguf", "b.gguf"))), 1);
        assertThat(alone.pairs()).isEmpty();
        assertThat(alone.policies().getFirst().route().candidates()).containsExactly("small");
    }

    private static RoutePolicy.Cascade pair(PolicySet read) {
        return (RoutePolicy.Cascade) Objects.requireNonNull(read.pairs().get("pair"));
    }

    @Test
    void tablesHaveARowASettingAndAsManyCellsAsTheirHeading() {
        Frontier frontier = measure(PLAN);
        List<String> csv = FrontierReport.csv(frontier).lines().toList();
        assertThat(csv).hasSize(7);
        assertThat(csv.getFirst()).startsWith("rule,leniency,gamma,temperature").endsWith(",frontier");
        assertThat(csv).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(15));
        List<String> rows = FrontierReport.markdown(frontier).lines().filter(row -> row.startsWith("|")).toList();
        assertThat(rows).hasSize(8).allSatisfy(row -> assertThat(row.chars().filter(c -> c == '|')).hasSize(16));
        assertThat(rows.get(7)).contains("| tokenv3 | 0.5 | adaptive | 0 | 6 |");
    }

    @Test
    void namesInThePictureNeverLieOnOneAnother() throws ParserConfigurationException, IOException, SAXException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20; round++) {
            List<Line> lines = new ArrayList<>(List.of(line("large", null, .7, 1, 1), line("small", null, .4, .2, 0)));
            for (int i = 0; i < 60; i++) {
                lines.add(line("rule" + i % 9, i / 100.0, Math.rint(random.nextDouble(40, 80)) / 100,
                        random.nextDouble(.3, 1.1), random.nextDouble(.2, .3)));
            }
            NodeList texts = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(FrontierChart.svg(new Frontier("s", "l", lines)))))
                    .getElementsByTagName("text");
            List<Element> names = new ArrayList<>();
            for (int i = 0; i < texts.getLength(); i++) {
                if (texts.item(i) instanceof Element text && text.getAttribute("class").equals("name")) {
                    assertThat(names).noneMatch(other -> overlap(other, text));
                    names.add(text);
                }
            }
            assertThat(names).hasSizeGreaterThan(4);
        }
    }

    private static boolean overlap(Element one, Element other) {
        double across = Math.abs(number(one, "x") - number(other, "x"));
        Element left = number(one, "x") < number(other, "x") ? one : other;
        return across < left.getTextContent().length() * 6 && Math.abs(number(one, "y") - number(other, "y")) < 10;
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }
}
