package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.inference.ModelClient;
import dev.drover.inference.SeveralChoices;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon Bedrock, at {@code https://bedrock-runtime.REGION.amazonaws.com}. A deployment's key is
 * {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, with {@code :SESSION_TOKEN} for temporary ones, or a credentials file of Amazon's
 * tools; without one the variables that these tools read are used.
 */
public final class BedrockProvider implements Provider {

    static final String REGION = "region";
    static final String AUTH = "auth";
    static final String PROFILE = "profile";
    static final String STREAM = "stream";
    static final String THINKING = "thinking";
    static final String BEARER = "bearer";

    private static final Pattern HOST = Pattern.compile("(?:.*\\.)?bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\..*",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text(REGION, "", List.of(),
                        "The region that requests are signed for, where the url does not tell it."),
                Option.text(AUTH, "sigv4", List.of("sigv4", BEARER),
                        "How requests prove who asks: by a signature, or by an API key of Bedrock."),
                Option.text(PROFILE, "default", List.of(), "The section to read of a credentials file."),
                Option.flag(STREAM, true, "Whether the model can answer as a stream; one that cannot answers whole."),
                Option.text(THINKING, "auto", List.of("auto", "budget", "adaptive", "effort", "nova", "none"),
                        "How the model is told to think: as its name suggests, or as Claude (budget, adaptive), "
                                + "gpt-oss (effort) or Nova want it, or not at all."));
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        Options options = endpoint.deployment().call().options();
        boolean bearer = options.text(AUTH).equals(BEARER);
        if (bearer && endpoint.key() == null) {
            throw new IllegalArgumentException(
                    "key: missing (expected: {env: AWS_BEARER_TOKEN_BEDROCK} or the like, under auth: bearer)");
        }
        HttpUpstream upstream = new HttpUpstream(endpoint);
        return new SeveralChoices(new BedrockClient(upstream, bearer ? "" : region(endpoint, options),
                endpoint.surroundings().environment()));
    }

    private static String region(Endpoint endpoint, Options options) {
        String told = options.text(REGION);
        if (!told.isEmpty()) {
            return told;
        }
        Matcher host = HOST.matcher(String.valueOf(endpoint.deployment().url().getHost()));
        if (!host.matches()) {
            throw new IllegalArgumentException("region: missing (expected: such as us-east-1, as the url's host "
                    + endpoint.deployment().url().getHost() + " does not tell it)");
        }
        return host.group(1);
    }
}
