package dev.drover.gateway.provider.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Writes Amazon's event stream, by its specification alone. */
final class EventStream {

    private static final Pattern EVENT = Pattern.compile("\\{\"([A-Za-z]+)\":(.*)}", Pattern.DOTALL);

    private EventStream() {}

    /** Messages as Bedrock sends them; one that is no object of one event goes as the payload of a delta. */
    static byte[] of(List<String> messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String message : messages) {
            Matcher event = EVENT.matcher(message);
            boolean named = event.matches();
            String name = named ? event.group(1) : "contentBlockDelta";
            String kind = name.endsWith("Exception") ? "exception" : "event";
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put(":" + kind + "-type", name);
            headers.put(":content-type", "application/json");
            headers.put(":message-type", kind);
            stream.writeBytes(message(headers, named ? event.group(2) : message));
        }
        return stream.toByteArray();
    }

    /** One message; headers are texts, or bytes of a type and a value. */
    static byte[] message(Map<String, Object> headers, String payload) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            written.write(name.length());
            written.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            if (value instanceof byte[] raw) {
                written.writeBytes(raw);
            } else {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                written.write(7);
                written.writeBytes(ByteBuffer.allocate(2).putShort((short) text.length).array());
                written.writeBytes(text);
            }
        });
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        int length = 16 + written.size() + body.length;
        ByteBuffer message = ByteBuffer.allocate(length).putInt(length).putInt(written.size());
        message.putInt(sum(message.array(), 8)).put(written.toByteArray()).put(body);
        return message.putInt(sum(message.array(), length - 4)).array();
    }

    private static int sum(byte[] bytes, int end) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }
}
