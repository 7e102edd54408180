package dev.drover.gateway.provider.bedrock;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestSignatureTest {

    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final String TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBu"
            + "FqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0K"
            + "PkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlz"
            + "m8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static Map<String, String> sign(String method, String path, Map<String, String> headers, String body,
            @Nullable String token) {
        Credentials credentials = new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token);
        return new RequestSignature(credentials, "us-east-1", "service").headers(method,
                URI.create("https://example.amazonaws.com" + path), headers, body.getBytes(StandardCharsets.UTF_8),
                TIME);
    }

    /** Cases of the test suite that Amazon publishes for Signature Version 4. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
            "GET, /, '', '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            "POST, /, '', '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            "GET, /?Param2=value2&Param1=value1, '', '', b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            "GET, /ሴ, '', '', 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
            "POST, /, My-Header1, VALUE1, cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",})
    void signaturesAreAsPublished(String method, String path, String header, String value, String signature) {
        Map<String, String> signed = sign(method, path, header.isEmpty() ? Map.of() : Map.of(header, value), "", null);
        assertThat(signed).containsEntry("X-Amz-Date", "20150830T123600Z").doesNotContainKey("X-Amz-Security-Token");
        assertThat(signed.get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
                .endsWith(", Signature=" + signature);
    }

    @Test
    void blanksAreWrittenOnceBodiesCountAndTokensAreSigned() {
        assertThat(sign("GET", "/", Map.of("My-Header1", " value1", "My-Header2", "\"a   b   c\""), "", null))
                .extractingByKey("Authorization")
                .asString()
                .contains("SignedHeaders=host;my-header1;my-header2;x-amz-date,")
                .endsWith("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
        assertThat(
                sign("POST", "/", Map.of("Content-Type", "application/x-www-form-urlencoded"), "Param1=value1", null))
                .extractingByKey("Authorization")
                .asString()
                .endsWith("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
        assertThat(sign("POST", "/", Map.of(), "", TOKEN)).containsEntry("X-Amz-Security-Token", TOKEN)
                .extractingByKey("Authorization")
                .asString()
                .endsWith("85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    }

    @Test
    void whatIsEncodedInAPathIsEncodedOnceMore() {
        assertThat(sign("POST", "/model/a%3A0/converse", Map.of(), "", null).get("Authorization"))
                .isNotEqualTo(sign("POST", "/model/a:0/converse", Map.of(), "", null).get("Authorization"));
    }

    @Test
    void credentialsComeFromATextAFileOrTheEnvironmentAndAreNeverTold() {
        assertThat(Credentials.of(" AKID:s/e+c=ret \n", "default"))
                .isEqualTo(new Credentials("AKID", "s/e+c=ret", null))
                .hasToString("credentials of AKID");
        assertThat(Credentials.of("AKID:secret:token", "default").secrets()).containsExactly("secret", "token");
        String file = """
                [default]
                aws_access_key_id = A
                aws_secret_access_key=B
                [work]
                aws_access_key_id=C
                aws_secret_access_key = D
                aws_session_token = E==
                """;
        assertThat(Credentials.of(file, "default")).isEqualTo(new Credentials("A", "B", null));
        assertThat(Credentials.of(file, "work")).isEqualTo(new Credentials("C", "D", "E=="));
        assertThat(Credentials.in(Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "B")::get))
                .isEqualTo(new Credentials("A", "B", null));

        assertThatThrownBy(() -> Credentials.of(file, "home")).hasMessageContaining("[home] has no aws_access_key_id");
        assertThatThrownBy(() -> Credentials.of("hush-hush", "default")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ACCESS_KEY_ID:SECRET_ACCESS_KEY")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Credentials.in(name -> null)).hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
}
