package dev.drover.gateway.server;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEmbeddingModel;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomEncoder;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.roster.EngineModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** An encoder of this process behind OpenAI's embeddings. */
class LocalEmbeddingsTest {

    private static final RandomShape SHAPE = new RandomShape("tiny", 64, 2, 4, 4, 96, 300, 48);
    private static final String DOCUMENTS = """
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: vectors}
            spec: {local: {file: encoder.gguf, dimensions: [32, 16]}}
            ---
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: whole}
            spec: {local: {file: encoder.gguf}}
            ---
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: talker}
            spec: {local: {file: talker.gguf}}
            ---
            apiVersion: drover.dev/v1
            kind: RoutePolicy
            metadata: {name: default}
            spec: {match: {models: [auto]}, route: {strategy: first, candidates: [vectors, talker]}}
            """;

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        RandomEncoder.write(SHAPE, BlockFormats.Q8_0, 3, folder.resolve("encoder.gguf"));
        RandomModel.write(SHAPE, BlockFormats.Q8_0, 3, folder.resolve("talker.gguf"));
        Files.writeString(folder.resolve("all.yaml"), DOCUMENTS);
        gateway = TestGateway.loading(folder,
                new EngineModels(new LocalEngine(EngineOptions.standard().withThreads(2))));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> ask(String body) {
        return gateway.send(gateway.post("/v1/embeddings", body).build());
    }

    private static JsonNode answer(String body) {
        HttpResponse<String> response = ask(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestGateway.json(response.body());
    }

    private static float[] vector(JsonNode answer, int index) {
        JsonNode numbers = answer.path("data").path(index).path("embedding");
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.path(i).floatValue();
        }
        return vector;
    }

    private static double length(float[] vector) {
        return Math.sqrt(IntStream.range(0, vector.length).mapToDouble(i -> (double) vector[i] * vector[i]).sum());
    }

    @Test
    void vectorsAreThoseOfTheEngineInTheOrderOfTheTexts() throws IOException {
        JsonNode answer = answer("{\"model\":\"vectors\",\"input\":[\"a cat\",\"\",\"two dogs\"]}");
        assertThat(answer.path("object").asString()).isEqualTo("list");
        assertThat(answer.path("model").asString()).isEqualTo("vectors");
        assertThat(answer.path("data")).hasSize(3);
        try (LocalEngine engine = LocalEngine.standard();
                LocalEmbeddingModel model = engine.openEmbedding("same", folder.resolve("encoder.gguf"))) {
            List<String> texts = List.of("a cat", "", "two dogs");
            float[][] expected = model.embed(texts);
            for (int i = 0; i < 3; i++) {
                assertThat(vector(answer, i)).isEqualTo(expected[i]);
                assertThat(answer.path("data").path(i).path("index").asInt()).isEqualTo(i);
            }
            int tokens = texts.stream().mapToInt(model::countTokens).sum();
            assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(tokens).isPositive();
            assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(tokens);
        }
    }

    @Test
    void aBatchIsWhatItsTextsAreAlone() {
        String batch = String.join(",", Collections.nCopies(40, "\"a cat\",\"two dogs\""));
        JsonNode answer = answer("{\"model\":\"vectors\",\"input\":[" + batch + "]}");
        float[] cat = vector(answer("{\"model\":\"vectors\",\"input\":\"a cat\"}"), 0);
        float[] dogs = vector(answer("{\"model\":\"vectors\",\"input\":\"two dogs\"}"), 0);
        assertThat(answer.path("data")).hasSize(80);
        for (int i = 0; i < 80; i++) {
            assertThat(vector(answer, i)).isEqualTo(i % 2 == 0 ? cat : dogs);
        }
    }

    @Test
    void bytesInBase64AreTheSameNumbers() {
        float[] numbers = vector(answer("{\"model\":\"vectors\",\"input\":\"a cat\"}"), 0);
        String text = answer("{\"model\":\"vectors\",\"input\":\"a cat\",\"encoding_format\":\"base64\"}").path("data")
                .path(0)
                .path("embedding")
                .asString();
        float[] read = new float[numbers.length];
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
        assertThat(read).isEqualTo(numbers);
    }

    @Test
    void tokensAreTakenWithAndWithoutTheirMarks() throws IOException {
        int[] tokens;
        try (LocalEngine engine = LocalEngine.standard();
                LocalEmbeddingModel model = engine.openEmbedding("same", folder.resolve("encoder.gguf"))) {
            tokens = model.tokens("a cat");
        }
        float[] text = vector(answer("{\"model\":\"vectors\",\"input\":\"a cat\"}"), 0);
        String marked = Arrays.toString(tokens);
        String bare = Arrays.toString(Arrays.copyOfRange(tokens, 1, tokens.length - 1));
        assertThat(vector(answer("{\"model\":\"vectors\",\"input\":" + bare + "}"), 0)).isEqualTo(text);
        JsonNode both = answer("{\"model\":\"vectors\",\"input\":[" + marked + "," + bare + "]}");
        assertThat(vector(both, 0)).isEqualTo(text);
        assertThat(vector(both, 1)).isEqualTo(text);
    }

    @Test
    void vectorsAreCutToDeclaredDimensionsAndBroughtToLengthOne() {
        float[] all = vector(answer("{\"model\":\"vectors\",\"input\":\"a cat\",\"dimensions\":64}"), 0);
        float[] cut = vector(answer("{\"model\":\"vectors\",\"input\":\"a cat\",\"dimensions\":16}"), 0);
        assertThat(all).hasSize(64);
        assertThat(cut).hasSize(16);
        assertThat(length(cut)).isCloseTo(1, within(1e-6));
        double factor = length(Arrays.copyOf(all, 16));
        for (int i = 0; i < 16; i++) {
            assertThat((double) cut[i]).isCloseTo(all[i] / factor, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"model\":\"vectors\",\"input\":\"a\",\"dimensions\":17} | dimensions | one of [32, 16]",
            "{\"model\":\"whole\",\"input\":\"a\",\"dimensions\":16} | dimensions | nobody has declared",
            "{\"model\":\"vectors\",\"input\":[[3,300]]} | input[0] | 0 to 299",
            "{\"model\":\"vectors\",\"input\":[\"a\",[3]]} | input[1] | of one kind",
            "{\"model\":\"vectors\",\"input\":[[1],[]]} | input[1] | list of tokens",
            "{\"model\":\"vectors\",\"input\":[1,-2]} | input | list of tokens",
            "{\"model\":\"vectors\",\"input\":[]} | input | 1 to 2048",
            "{\"model\":\"vectors\",\"input\":7} | input | a list of tokens",
            "{\"model\":\"vectors\"} | input | a text",
            "{\"model\":\"vectors\",\"input\":\"a\",\"encoding_format\":\"hex\"} | encoding_format | base64",
            "{\"model\":\"talker\",\"input\":\"a\"} | model | makes no embeddings"})
    void whatDoesNotFitIsRefusedByItsName(String body, String param, String expected) {
        HttpResponse<String> response = ask(body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = TestGateway.json(response.body()).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(expected);
    }

    @Test
    void aTextThatIsTooLongIsRefusedAndNeverCut() {
        HttpResponse<String> response = ask("{\"model\":\"vectors\",\"input\":[\"a\",\"" + "a ".repeat(47) + "\"]}");
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = TestGateway.json(response.body()).path("error");
        assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
        assertThat(error.path("message").asString()).contains("input[1]: 49 tokens (expected: at most 48");
    }

    @Test
    void anEncoderIsNeverAskedToAnswer() {
        HttpResponse<String> direct = gateway.ask("vectors", false, "Hi");
        assertThat(direct.statusCode()).isEqualTo(400);
        assertThat(direct.body()).contains("makes embeddings alone");
        HttpResponse<String> routed = gateway
                .ask("{\"model\":\"auto\",\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(routed.statusCode()).as(routed.body()).isEqualTo(200);
        assertThat(gateway.decision(routed).toString()).contains("talker");
        assertThat(answer("{\"model\":\"auto\",\"input\":\"a\"}").path("data")).hasSize(1);
    }
}
