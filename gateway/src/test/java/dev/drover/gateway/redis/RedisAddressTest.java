package dev.drover.gateway.redis;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RedisAddressTest {

    @Test
    void oneServerSentinelsAndClustersAreToldApart() {
        RedisAddress one = RedisAddress.of("rediss://user:secret@host:6380");
        assertThat(one.cluster()).isFalse();
        assertThat(one.nodes().getFirst().isSsl()).isTrue();
        assertThat(one.shown()).isEqualTo("host:6380");

        RedisAddress sentinels = RedisAddress.of("redis-sentinel://a:26379,b:26380#main");
        assertThat(sentinels.nodes().getFirst().getSentinelMasterId()).isEqualTo("main");
        assertThat(sentinels.shown()).isEqualTo("a:26379");

        RedisAddress cluster = RedisAddress.of("rediss-cluster://user:secret@a:1,b:2,c:3");
        assertThat(cluster.cluster()).isTrue();
        assertThat(cluster.nodes()).extracting(RedisURI::getPort).containsExactly(1, 2, 3);
        assertThat(cluster.nodes()).allMatch(RedisURI::isSsl);
        assertThat(cluster.shown()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "http://host", "redis-cluster://", "redis-cluster://a:1,,b:2",
            "redis-cluster://s3cret@a:x"})
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String wrong) {
        assertThatThrownBy(() -> RedisAddress.of(wrong)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis-cluster://one:6379,two:6379")
                .hasMessageNotContaining("s3cret");
    }
}
