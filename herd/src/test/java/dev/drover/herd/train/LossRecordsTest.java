package dev.drover.herd.train;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The losses of a run: kept over stops and crashes, drawn as a picture that any viewer opens. */
class LossRecordsTest {

    @TempDir
    Path folder;

    private LossHistory history(int step) throws IOException {
        return new LossHistory(folder.resolve("loss.csv"), step);
    }

    private static LossHistory.Point point(int step) {
        return new LossHistory.Point(step, step * 512L, 4.0 / step);
    }

    private void save(int from, int to) throws IOException {
        LossHistory history = history(from - 1);
        for (int step = from; step <= to; step++) {
            history.add(point(step));
        }
        history.save();
    }

    @Test
    void whatWasSavedIsReadBackUpToTheCheckpoint() throws IOException {
        save(1, 10);
        assertThat(history(10).points()).hasSize(10);
        assertThat(history(7).points()).extracting(LossHistory.Point::step).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(history(3).points().getLast()).isEqualTo(new LossHistory.Point(3, 1_536, 1.33333));
        assertThat(history(0).points()).isEmpty();
    }

    @Test
    void stepsTakenAgainReplaceThoseThatWereDropped() throws IOException {
        save(1, 10);
        save(8, 12);
        assertThat(Files.readAllLines(folder.resolve("loss.csv"))).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void savingTwiceAppendsOnlyWhatIsNew() throws IOException {
        LossHistory history = history(0);
        history.add(point(1));
        history.save();
        history.save();
        history.add(point(2));
        history.save();
        assertThat(Files.readAllLines(folder.resolve("loss.csv"))).containsExactly("1,512,4.00000", "2,1024,2.00000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "11", "11,", "11,5632", "11,5632,", "11,5632,0.", "11,5632,0.36", "\u0000\u0000"})
    void aLastLineCutShortIsDropped(String torn) throws IOException {
        save(1, 10);
        Files.writeString(folder.resolve("loss.csv"), torn, StandardOpenOption.APPEND);
        assertThat(history(10).points()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x,512,1.0", "1;512;1.0", "1,512,NaN", "1,512,1.0,2", "99999999999999,1,1"})
    void aBrokenLineInTheMiddleIsNamedWithTheCure(String line) throws IOException {
        Files.writeString(folder.resolve("loss.csv"), "1,512,4.0\n" + line + "\n3,1536,1.3\n");
        assertThatThrownBy(() -> history(3)).isInstanceOf(IOException.class)
                .hasMessageContaining("loss.csv, line 2: " + line + " (expected: step,tokens,loss; remove the file");
    }

    @Test
    void theRecentMeanIsThatOfTheLastSteps() throws IOException {
        LossHistory history = history(0);
        assertThat(history.recent(5)).isNaN();
        for (double loss : new double[] {9, 9, 1, 2, 3}) {
            history.add(new LossHistory.Point(1, 1, loss));
        }
        assertThat(history.recent(3)).isEqualTo(2);
        assertThat(history.recent(50)).isEqualTo(4.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 99, 100, 101, 1_000, 4_321})
    void theCurveIsAPictureWhosePointsLieWithinIt(int steps) throws Exception {
        List<LossHistory.Point> points = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            points.add(point(step));
        }
        NodeList paths = parsed(LossCurve.svg("arith", points)).getElementsByTagName("path");
        String line = paths.item(paths.getLength() - 1).getAttributes().getNamedItem("d").getNodeValue();
        String[] places = line.isEmpty() ? new String[0] : line.substring(1).split("L", -1);
        assertThat(places).hasSizeBetween(Math.min(steps, 100), Math.min(steps, 200));
        double before = 0;
        for (String place : places) {
            double x = Double.parseDouble(place.split(" ", -1)[0]);
            assertThat(x).isBetween(Math.max(56, before), 640.0);
            assertThat(Double.parseDouble(place.split(" ", -1)[1])).isBetween(34.0, 280.0);
            before = x;
        }
    }

    @Test
    void aLossOfZeroIsDrawnAtTheBottom() throws Exception {
        String svg = LossCurve.svg("facts",
                List.of(new LossHistory.Point(1, 512, 0), new LossHistory.Point(2, 1024, 0)));
        assertThat(parsed(svg).getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Loss of facts");
        assertThat(svg).doesNotContain("NaN", "Infinity").contains("L610.0 280.0");
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
