package dev.drover.gateway.access;

import dev.drover.inference.InferenceFailure.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GateTest {

    private static final Gate OPEN = Gate.of("127.0.0.1", null);

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]", "LOCALHOST:1",
            "127.0.0.2", "127.1.2.3:80"})
    void aLocalHostIsLetIn(String host) {
        assertThat(OPEN.admit(host, null)).isEqualTo(Caller.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "",
            "[::2]:80", "localhost:80:80", "[::1]evil.example", "[::1", "127.0.0.1:80.evil.example", "128.0.0.1",
            "localhost:evil", "localhost\u0000", "127.0.0.1@evil.example"})
    void aWebPageThatRebindsItsNameIsNot(String host) {
        assertThatThrownBy(() -> OPEN.admit(host, null)).isInstanceOfSatisfying(Rejected.class,
                refused -> assertThat(refused.status()).isEqualTo(403));
        assertThatThrownBy(() -> OPEN.admit(null, null)).isInstanceOf(Rejected.class);
    }

    @Test
    void anAddressForOthersDemandsKeys() {
        assertThatThrownBy(() -> Gate.of("0.0.0.0", null)).hasMessageContaining("--keys");
        assertThat(Gate.of("0.0.0.0", KeyRing.of("keys", List.of(AccessKey.hash("k") + " a b"))).keys()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0.0.0.0", "::", "192.168.1.1", "no-such-host.invalid"})
    void whatIsNotSurelyThisMachineAloneDemandsKeys(String host) {
        assertThat(Gate.isLoopback(host)).isFalse();
        assertThatThrownBy(() -> Gate.of(host, null)).hasMessageContaining("--keys FILE");
    }

    @Test
    void theSameKeyTwiceIsRefusedForItCouldBeTwoCallers() {
        String hash = AccessKey.hash("k");
        assertThatThrownBy(() -> KeyRing.of("keys",
                List.of(hash + ", ann, blue, admin", hash.toUpperCase(Locale.ROOT) + ", bob, red")))
                .hasMessageContaining("keys:2: the key of ann again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer drv-right", "bearer drv-right", "BEARER   drv-right  "})
    void aKeyIsFoundHoweverTheSchemeIsWritten(String header) {
        Gate gate = new Gate(KeyRing.of("keys",
                List.of(AccessKey.hash("drv-right") + " ann blue", AccessKey.hash("other") + " bob")));
        assertThat(gate.admit("evil.example", header)).isEqualTo(new Caller("ann", "blue", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic drv-right", "drv-right", "Bearer drv-righ",
            "Bearer drv-right drv-right", "Bearer DRV-RIGHT"})
    void whatIsNotExactlyAKeyIsNone(String header) {
        Gate gate = new Gate(KeyRing.of("keys", List.of(AccessKey.hash("drv-right") + " ann blue")));
        assertThatThrownBy(() -> gate.admit("localhost", header)).isInstanceOfSatisfying(Rejected.class, refused -> {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused).hasMessageNotContaining("drv-");
        });
    }

    @Test
    void everyBadLineOfAFileOfKeysIsNamed() {
        assertThatThrownBy(() -> KeyRing.of("keys",
                List.of("abc, ann, blue", AccessKey.hash("k"), AccessKey.hash("k") + ", ann, blue, king")))
                .hasMessageContaining("keys:1")
                .hasMessageContaining("keys:2")
                .hasMessageContaining("keys:3");
        assertThatThrownBy(() -> KeyRing.of("keys", List.of("# none"))).hasMessageContaining("no key in it");
    }

    @Test
    void keysAreLongRandomAndHashedOneWay() {
        String key = AccessKey.fresh();
        assertThat(key).startsWith("drv-").hasSizeGreaterThan(40).isNotEqualTo(AccessKey.fresh());
        assertThat(AccessKey.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aChangedFileCountsFromThenOnAndABadOneChangesNothing(@TempDir Path folder) throws IOException {
        String first = AccessKey.fresh();
        String second = AccessKey.fresh();
        Path file = Files.writeString(folder.resolve("keys"), AccessKey.hash(first) + " ann blue\n");
        KeyRing keys = KeyRing.read(file);
        try (KeyWatch watch = new KeyWatch(keys)) {
            Files.writeString(file, AccessKey.hash(second) + " bob red admin\n");
            watch.look();
            assertThat(keys.caller(first)).isEmpty();
            assertThat(keys.caller(second)).contains(new Caller("bob", "red", true));

            Files.writeString(file, "no hash\n");
            watch.look();
            assertThat(watch.refused()).isTrue();
            assertThat(keys.caller(second)).isPresent();

            Files.delete(file);
            watch.look();
            assertThat(keys.caller(second)).isPresent();
            Files.writeString(file, AccessKey.hash(first) + " ann blue\n");
            watch.look();
            assertThat(watch.refused()).isFalse();
            assertThat(keys.caller(first)).isPresent();
        }
    }
}
