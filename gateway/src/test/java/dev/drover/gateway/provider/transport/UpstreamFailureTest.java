package dev.drover.gateway.provider.transport;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Overloaded;
import dev.drover.inference.InferenceFailure.Rejected;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UpstreamFailureTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            400, Rejected,    upstream_rejected
            413, Rejected,    upstream_rejected
            422, Rejected,    upstream_rejected
            429, Overloaded,  upstream_busy
            401, Unavailable, upstream_refused_key
            403, Unavailable, upstream_refused_key
            404, Unavailable, upstream_status_404
            408, Unavailable, upstream_timeout
            504, Unavailable, upstream_timeout
            500, Unavailable, upstream_status_500
            503, Unavailable, upstream_status_503
            529, Overloaded,  upstream_busy
            204, Unavailable, upstream_status_204
            301, Unavailable, upstream_status_301
            """)
    void whatAStatusMeansForTheCaller(int status, String kind, String code) {
        InferenceFailure failure = UpstreamFailure.of("up", status, null, "{\"error\":{\"message\":\"told\"}}");
        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("up answered " + status + ": told");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"error":"model not found"}               | answered 500: model not found
            {"message":"no such model"}               | answered 500: no such model
            [{"error":{"message":"from a list"}}]     | answered 500: from a list
            {"error":""}                              | no OpenAI error: {"error":""}
            {"error":{"message":{"deep":1}}}          | answered 500: no message
            {"error":{}}                              | answered 500: no message
            {"detail":"no"}                           | no OpenAI error: {"detail":"no"}
            not json                                  | no OpenAI error: not json
            []                                        | no OpenAI error: []
            """)
    void whateverBodyComesIsToldForWhatItIs(String body, String told) {
        assertThat(UpstreamFailure.of("up", 500, null, body)).hasMessageContaining(told);
    }

    @Test
    void aLongBodyIsCutAndAnEmptyOneCalledEmpty() {
        assertThat(UpstreamFailure.of("up", 500, null, "x".repeat(60_000)).getMessage()).hasSizeLessThan(400);
        assertThat(UpstreamFailure.of("up", 500, null, " \n")).hasMessageContaining("an empty body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\"}}",
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9\"}}",
            "{\"error\":{\"code\":400,\"message\":\"The input token count (9) exceeds the maximum number of tokens "
                    + "allowed (8)\",\"status\":\"INVALID_ARGUMENT\"}}"})
    void aConversationThatIsTooLongHasOneCodeWhoeverSaysSo(String body) {
        assertThat(UpstreamFailure.of("up", 400, null, body).code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void theNamesThatOtherProvidersGiveAreCodesToo() {
        assertThat(
                UpstreamFailure
                        .of("up", 400, null,
                                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"m\"}}")
                        .code())
                .isEqualTo("invalid_request_error");
        assertThat(UpstreamFailure
                .of("up", 400, null, "{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}")
                .code()).isEqualTo("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"req 8f3a", "a\\nb", "", "größe"})
    void aCodeThatIsNoneIsNotHandedOn(String code) {
        InferenceFailure failure = UpstreamFailure.of("up", 400, null,
                "{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}");
        assertThat(failure.code()).isEqualTo("upstream_rejected");
    }

    @Test
    void codeAndParamOfARefusalAreKept() {
        assertThat(UpstreamFailure.of("up", 400, null,
                "{\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\",\"param\":\"messages\"}}"))
                .isInstanceOfSatisfying(Rejected.class, refused -> {
                    assertThat(refused.code()).isEqualTo("context_length_exceeded");
                    assertThat(refused.field()).isEqualTo("messages");
                });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-3,0", "90,90", "999999999999,86400", "9223372036854775807,86400", "1.5,1", "'',1",
            "'Fri, 31 Dec 9999 23:59:59 GMT',86400", "'Fri, 31 Dec 1999 23:59:59 GMT',0"})
    void aTimeToWaitIsNeverNegativeAndNeverLongerThanADay(String header, long seconds) {
        assertThat(UpstreamFailure.of("up", 503, header, "")).isInstanceOfSatisfying(Overloaded.class,
                full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void whatFailsOnTheWayDependsOnWhetherTheAnswerHadBegun() {
        Throwable cut = new IOException("reset");
        Throwable late = new TimeoutException("no first token within 5 ms");
        assertThat(UpstreamFailure.of("up", cut, true).code()).isEqualTo("stream_cut");
        assertThat(UpstreamFailure.of("up", cut, false).code()).isEqualTo("upstream_failed");
        assertThat(UpstreamFailure.of("up", late, true).code()).isEqualTo("stream_stalled");
        assertThat(UpstreamFailure.of("up", late, false).code()).isEqualTo("upstream_timeout");
        assertThat(UpstreamFailure.of("up", new ConnectException("refused"), false).code())
                .isEqualTo("upstream_unreachable");
        assertThat(UpstreamFailure.of("up", new IOException(), false)).hasMessageContaining("IOException");
    }
}
