package dev.drover.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretsStayReferencesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aKeyIsReadFromTheEnvironmentWhenItIsUsed() {
        SecretReference key = new SecretReference.Environment("KEY");

        assertThat(key.read(Map.of("KEY", " sk-1\n")::get, folder)).isEqualTo("sk-1");
        assertThat(key).hasToString("env KEY");
        assertThatThrownBy(() -> key.read(name -> null, folder)).hasMessageContaining("KEY is not set");
        assertThatThrownBy(() -> key.read(name -> " ", folder)).hasMessageContaining("KEY is empty");
    }

    @Test
    void aKeyIsReadFromAFileEachTime() throws Exception {
        SecretReference key = new SecretReference.File("a.key");
        Path file = Files.writeString(folder.resolve("a.key"), "sk-1\n");
        assertThat(key.read(name -> null, folder)).isEqualTo("sk-1");

        Files.writeString(file, "sk-2");
        assertThat(key.read(name -> null, folder)).isEqualTo("sk-2");
        assertThat(new SecretReference.File(file.toAbsolutePath().toString()).read(name -> null, Path.of("elsewhere")))
                .isEqualTo("sk-2");
        assertThat(key).hasToString("file a.key");
    }

    @Test
    void aFileThatHoldsNoKeyIsNamedAndNotRepeated() throws Exception {
        Files.writeString(folder.resolve("empty.key"), "\n");
        Files.writeString(folder.resolve("large.key"), "secret".repeat(20_000));

        assertThatThrownBy(() -> new SecretReference.File("empty.key").read(name -> null, folder))
                .hasMessageContaining("empty.key is empty");
        assertThatThrownBy(() -> new SecretReference.File("large.key").read(name -> null, folder))
                .hasMessageContaining("larger than")
                .hasMessageNotContaining("secretsecret");
        assertThatThrownBy(() -> new SecretReference.File("missing.key").read(name -> null, folder))
                .hasMessageContaining("missing.key cannot be read");
    }

    @Test
    void aSetShowsReferencesOnly() {
        assertThat(Examples.read(Examples.MODELS).models().toString()).contains("env PROVIDER_KEY", "file other.key");
    }
}
