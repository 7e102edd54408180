package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.ProviderContract;
import dev.drover.gateway.provider.Recording;
import dev.drover.gateway.provider.Recording.Recorded;
import dev.drover.gateway.provider.transport.SseParser;
import java.util.Map;

class OpenAiContractTest extends ProviderContract {

    private static final Recorded RECORDED = Recorded.of(
            """
                    {"id":"c","object":"chat.completion.chunk","model":"up","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}
                    {"id":"c","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}
                    {"id":"c","choices":[{"index":0,"delta":{"content":" there!"},"finish_reason":null}],"usage":null}
                    {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}
                    {"id":"c","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":6,"total_tokens":17}}
                    [DONE]""",
            """
                    {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"get_weather","arguments":""}}]}}]}
                    {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":"}}]}}]}
                    {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Paris\\"}"}}]}}]}
                    {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"get_time","arguments":"{\\"zone\\":\\"CET\\"}"}}]}}]}
                    {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
                    [DONE]""",
            """
                    {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Let me "}}]}
                    {"id":"c","choices":[{"index":0,"delta":{"reasoning":"see."}}]}
                    {"id":"c","choices":[{"index":0,"delta":{"content":"42"}}]}
                    {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
                    [DONE]""", """
                    {"id":"c","choices":[{"index":0,"delta":{"content":"Once"}}]}
                    {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}
                    [DONE]""", "{\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\"}}",
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"Hello there!\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":6,\"total_tokens\":17}}");

    OpenAiContractTest() {
        super(new OpenAiProvider(), Recording.events(() -> new SseParser(1_000_000), ChatTranslation::new, RECORDED));
    }

    @Override
    protected Map.Entry<String, String> keyHeader() {
        return Map.entry("Authorization", "Bearer " + KEY);
    }
}
