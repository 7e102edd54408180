package dev.drover.gateway.command;

import dev.drover.gateway.access.AccessKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DroverTest {

    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Drover.run(List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsEveryCommandAndEachTellsMore() {
        assertThat(run("--help")).isZero();
        Commands.all().forEach(command -> assertThat(out()).contains(command.name()).contains(command.summary()));
        for (Command command : Commands.all()) {
            out.reset();
            assertThat(run((command.name() + " --help").split(" "))).isZero();
            assertThat(out()).contains(command.usage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serv                   | serve?
            key                    | key new?
            key nwe                | key new?
            dance                  | unknown command
            serve --prt 1          | --port?
            serve --port           | no value after it
            serve --port many      | a whole number from 0 to 65535
            serve --port 1 --port=2 | given twice
            serve now              | options alone
            serve --host 0.0.0.0   | --keys FILE
            serve --keys /no/such  | cannot be read
            serve --policies /no/such | a folder
            serve --redis localhost | redis://
            key new --name a,b     | letters
            key new --admin=yes    | --admin: yes (expected: no value)
            serve --host=          | --keys FILE
            serve --port 65536     | --port: 65536 (expected: a whole number from 0 to 65535)
            serve --port 99999999999999999999 | a whole number from 0 to 65535
            serve --port --host    | --port: --host (expected: a whole number
            serve --drain -1       | --drain: -1
            serve --redis http://a | redis://
            faults                 | --url: missing
            faults --url nowhere   | --url: nowhere (expected: an address
            faults --url ftp://a   | --url: ftp://a (expected: an address
            faults --url http://a --patience 5 | a whole number from 10 to 600
            serve --redis redis-cluster://a:1,,b:2 | redis-cluster://one:6379
            complete               | --model: missing
            complete --model m     | --prompt: missing
            complete --model nobody --prompt help                  | --model: nobody (expected: a GGUF file
            complete --model m --prompt x --temperature nan        | --temperature: nan (expected: a number from 0 to 2)
            complete --model m --prompt x --temperature 2.5        | --temperature: 2.5
            complete --model m --prompt x --max-tokens 0           | --max-tokens: 0
            complete --model m --prompt x --seed many              | --seed: many
            bench engine           | --model: missing
            bench engine --model nobody       | --model: nobody
            bench cascade --gamma 0           | --gamma: 0 (expected: a whole number from 1 to 15 or adaptive)
            bench cascade --gamma 5,          | --gamma:
            bench cascade --temperature -1    | --temperature: -1
            bench cascade --rules lossles     | --rules, rule: lossles (expected: lossless?)
            bench cascade --items 6           | --items: 6
            bench cascade --drafter nobody    | --drafter: nobody
            eval herd --items 0               | --items: 0
            eval herd --threads many          | --threads: many
            herd router                       | --out: missing
            herd router --out /no/such/folder/r | a folder that can be written to
            herd router --out r --items 39    | --items: 39
            model random --shape 1.1B --format q8_0              | --out: missing
            model random --out r --shape 9B --format q8_0        | --shape: 9B
            model random --out r --shape 110M --format q9_9      | q9_9
            model random --out r --shape 110M --format f32 --seed -1 | --seed: -1
            model random --out r --shape 110M --format f32 --architecture gpt | --architecture: gpt
            model show                                           | one bundled model or GGUF file
            model show nobody                                    | --model: nobody
            model quantize --format q4_k --out r                 | --from: missing
            model quantize --from nobody --format q4_k --out r   | --from: nobody
            model quantize --from m --format q4_x --out r        | q4_k, q5_k, q6_k, iq4_nl, mxfp4
            model perplexity --text t                            | --model: missing
            model perplexity --model m                           | --text: missing
            model perplexity --model verifier --text /no/such/file | --text: /no/such/file
            """)
    void whatIsWrongIsSaidWithWhatWasExpected(String line, String told) {
        assertThat(run(line.split(" "))).isEqualTo(Command.MISUSED);
        assertThat(err()).contains(told).contains("drover");
    }

    @Test
    void helpIsAlsoWhatAnOptionMayHoldAndWhatACommandIsAsked() {
        assertThat(run("complete", "help")).isZero();
        assertThat(run("key", "new", "--name", "help")).isZero();
        assertThat(out()).contains(", help, default");
        assertThat(run()).isEqualTo(Command.MISUSED);
    }

    @Test
    void aPasswordInAnAddressIsNotRepeated() {
        for (String address : List.of("redis://:hunter2@[broken:6379", "redis//:hunter2@localhost")) {
            assertThat(run("serve", "--redis", address)).isEqualTo(Command.MISUSED);
            assertThat(err()).startsWith("drover serve: --redis: no address").doesNotContain("hunter2");
        }
    }

    @Test
    void aNewKeyIsShownOnceWithTheHashForTheFile() {
        assertThat(run("key", "new", "--name", "ann", "--team=blue", "--admin")).isZero();
        String key = out().lines().findFirst().orElseThrow().substring(6);
        assertThat(out()).contains("line: " + AccessKey.hash(key) + ", ann, blue, admin");
    }

    @Test
    void everyProblemOfBadPoliciesIsToldAndNothingStarts() throws IOException {
        Files.writeString(folder.resolve("a.yaml"),
                "apiVersion: drover.dev/v1\nkind: Model\nmetadata: {name: x}\nspec: {lokal: 1}\n");
        assertThat(run("serve", "--policies", folder.toString())).isEqualTo(Command.FAILED);
        assertThat(err()).contains("a.yaml").contains("lokal");
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: far}
                spec: {deployments: [{provider: openai, url: "http://127.0.0.1:1/v1", model: m}]}
                """);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("serve", "--policies", folder.toString(), "--port", port, "--admin-port", "0"))
                    .isEqualTo(Command.FAILED);
            assertThat(err()).contains("--port: " + port + " is in use");
            err.reset();
            assertThat(run("serve", "--policies", folder.toString(), "--admin-port", port, "--port", "0"))
                    .isEqualTo(Command.FAILED);
            assertThat(err()).contains("--admin-port: " + port + " is in use");
        }
    }
}
