package dev.drover.gateway.server;

import dev.drover.gateway.access.AccessKey;
import dev.drover.gateway.access.KeyRing;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.inference.Tenant;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTest {

    @TempDir
    static Path folder;
    private static final String CLIENT = AccessKey.fresh();
    private static final String ADMIN = AccessKey.fresh();
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "Yes.");
        TestGateway.auto(folder, "share: 2.5\nroute: {strategy: first, candidates: [small]}");
        Path keys = TestGateway.write(folder, "keys", "# who may ask\n\n" + AccessKey.hash(CLIENT) + ", ann, blue\n"
                + AccessKey.hash(ADMIN) + " bob red admin\n");
        gateway = TestGateway.withKeys(folder, KeyRing.read(keys));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void withoutTheRightKeyNothingIsAnswered() {
        HttpResponse<String> none = gateway.ask("small", false, "Hi");
        HttpResponse<String> wrong = ask(AccessKey.fresh());

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).contains("missing_api_key").contains("authentication_error");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("invalid_api_key");
        assertThat(gateway.get(gateway.url() + "/v1/models").statusCode()).isEqualTo(401);
        assertThat(gateway.get(gateway.url() + "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void withTheRightKeyItIsAndTheDecisionSaysWhoAsked() {
        HttpResponse<String> response = ask(CLIENT);
        assertThat(response.statusCode()).isEqualTo(200);

        String decision = admin(ADMIN,
                "/admin/decisions/" + response.headers().firstValue("x-drover-decision").orElseThrow()).body();
        assertThat(decision).contains("\"caller\":\"ann\"").contains("\"team\":\"blue\"").doesNotContain(CLIENT);
    }

    @Test
    void theAdminPortDemandsAnAdminsKey() {
        assertThat(gateway.get(gateway.adminUrl() + "/metrics").statusCode()).isEqualTo(401);
        assertThat(admin(CLIENT, "/metrics").statusCode()).isEqualTo(403);
        assertThat(admin(ADMIN, "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aModelWorksForTheTeamWithTheShareOfItsPolicy() {
        ask(CLIENT);
        assertThat(gateway.models.model("small").tenant).isEqualTo(new Tenant("blue", 1));
        ask(CLIENT, "auto");
        assertThat(gateway.models.model("small").tenant).isEqualTo(new Tenant("blue", 2.5));
    }

    private static HttpResponse<String> ask(String key) {
        return ask(key, "small");
    }

    private static HttpResponse<String> ask(String key, String model) {
        return gateway.send(gateway.chat("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .header("Authorization", "Bearer " + key)
                .build());
    }

    private static HttpResponse<String> admin(String key, String path) {
        return gateway.send(HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
                .header("Authorization", "Bearer " + key)
                .build());
    }
}
