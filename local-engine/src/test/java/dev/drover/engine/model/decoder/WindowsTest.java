package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WindowsTest {

    private static final String KEY = "a.attention.sliding_window";

    private static int[] windows(GgufWriter writer, int layers, int window, int period) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(bytes);
        try (GgufFile file = GgufFile.of("windows.gguf", bytes.toByteArray())) {
            return Windows.of(file.metadata(), "a", layers, window, period);
        }
    }

    @Test
    void aFileThatSaysNothingGetsWhatIsUsual() throws IOException {
        assertThat(windows(new GgufWriter(), 4, 0, 0)).containsExactly(0, 0, 0, 0);
        assertThat(windows(new GgufWriter(), 4, 9, 0)).containsExactly(9, 9, 9, 9);
        assertThat(windows(new GgufWriter(), 5, 9, 2)).containsExactly(9, 0, 9, 0, 9);
        assertThat(windows(new GgufWriter(), 7, 9, 6)).containsExactly(9, 9, 9, 9, 9, 0, 9);
        assertThat(windows(new GgufWriter(), 3, 9, 1)).containsExactly(0, 0, 0);
    }

    @Test
    void aFilesOwnWindowAndPatternCount() throws IOException {
        assertThat(windows(new GgufWriter().put(KEY, 5), 3, 9, 0)).containsExactly(5, 5, 5);
        assertThat(windows(new GgufWriter().put(KEY, 0), 3, 9, 0)).containsExactly(0, 0, 0);
        assertThat(windows(new GgufWriter().put(KEY + "_pattern", 3), 4, 9, 2)).containsExactly(9, 9, 0, 9);
        assertThat(windows(new GgufWriter().put(KEY + "_pattern", new boolean[] {false, true}), 2, 9, 2))
                .containsExactly(0, 9);
    }

    @Test
    void whatIsNoWindowIsRefusedByKey() {
        refused(KEY, new GgufWriter().put(KEY, -1));
        refused(KEY + "_pattern", new GgufWriter().put(KEY + "_pattern", -2));
        refused(KEY + "_pattern", new GgufWriter().put(KEY + "_pattern", new boolean[] {true}));
        refused(KEY + "_pattern", new GgufWriter().put(KEY + "_pattern", "all"));
    }

    private static void refused(String field, GgufWriter writer) {
        assertThatThrownBy(() -> windows(writer, 2, 9, 2)).isInstanceOfSatisfying(InvalidModelFile.class,
                refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
