package dev.drover.gateway.access;

import dev.drover.inference.InferenceFailure.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GateTest {

    private static final Gate OPEN = Gate.of("127.0.0.1", null);

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]", "LOCALHOST:1"})
    void aLocalHostIsLetIn(String host) {
        assertThat(OPEN.admit(host, null)).isEqualTo(Caller.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "",
            "[::2]:80", "localhost:80:80"})
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
}
