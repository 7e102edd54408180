package dev.drover.engine;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README shows compiles and runs, and what it lists is what there is. */
class ReadmeTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theExampleCompilesAndRunsInAProcessOfItsOwn() throws IOException, InterruptedException {
        Matcher example = EXAMPLE.matcher(readme());
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        String classes = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-cp", classes, "-proc:none", "-d", folder.toString(),
                source.toString())).isZero();

        Path model = TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0);
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                folder + System.getProperty("path.separator") + classes, "Example", model.toString(), "Hello")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).containsPattern("most probable token after the prompt: \\d+");
    }

    @Test
    void everyFormatIsListed() throws IOException {
        String readme = readme().replace("Q2_K to Q6_K", "Q2_K, Q3_K, Q4_K, Q5_K, Q6_K");
        for (BlockFormat format : BlockFormats.all()) {
            assertThat(readme).contains(format.name().toUpperCase(Locale.ROOT));
        }
    }
}
