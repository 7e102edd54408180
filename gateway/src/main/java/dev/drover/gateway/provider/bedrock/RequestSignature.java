package dev.drover.gateway.provider.bedrock;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Amazon's Signature Version 4 in the header {@code Authorization}. A request is written in one canonical way, its hash is
 * signed with a key that is good for one day, region and service. Paths are encoded once more than they are sent, as all
 * services but S3 want it.
 *
 * @param credentials who signs
 * @param region such as {@code us-east-1}
 * @param service such as {@code bedrock}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *      signed AWS API request</a>
 */
record RequestSignature(Credentials credentials, String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * The headers that sign a request: the time, the session's token where there is one, and the signature.
     *
     * @param method such as {@code POST}
     * @param url as it is asked
     * @param headers further headers that shall be signed; the host's is always
     * @param body as it is sent
     * @param now at most a few minutes off Amazon's clock
     */
    Map<String, String> headers(String method, URI url, Map<String, String> headers, byte[] body, Instant now) {
        String time = TIME.format(now);
        Map<String, String> added = new LinkedHashMap<>();
        added.put("X-Amz-Date", time);
        if (credentials.token() != null) {
            added.put("X-Amz-Security-Token", credentials.token());
        }
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", host(url));
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        added.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        String names = String.join(";", signed.keySet());
        String canonical = method + "\n" + path(url) + "\n" + query(url) + "\n"
                + signed.entrySet()
                        .stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + hex(hash(body));
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String signature = hex(hmac(key(time.substring(0, 8)),
                ALGORITHM + "\n" + time + "\n" + scope + "\n" + hex(hash(bytes(canonical)))));
        added.put("Authorization", ALGORITHM + " Credential=" + credentials.id() + "/" + scope + ", SignedHeaders="
                + names + ", Signature=" + signature);
        return added;
    }

    private byte[] key(String day) {
        byte[] key = hmac(bytes("AWS4" + credentials.secret()), day);
        for (String part : new String[] {region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        return key;
    }

    private static String host(URI url) {
        boolean usual = url.getPort() < 0 || url.getPort() == (url.getScheme().equals("https") ? 443 : 80);
        return usual ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static String path(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/"
                : Arrays.stream(path.split("/", -1)).map(RequestSignature::encoded).collect(Collectors.joining("/"));
    }

    private static String query(URI url) {
        String query = url.getRawQuery();
        return query == null ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(each -> !each.isEmpty())
                        .map(RequestSignature::parameter)
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private static String parameter(String written) {
        int equals = written.indexOf('=');
        String name = equals < 0 ? written : written.substring(0, equals);
        String value = equals < 0 ? "" : written.substring(equals + 1);
        return encoded(URLDecoder.decode(name, StandardCharsets.UTF_8)) + "="
                + encoded(URLDecoder.decode(value, StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : bytes(text)) {
            if (UNRESERVED.indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    private static byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("SHA-256 is in every JDK", missing);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HmacSHA256 is in every JDK", missing);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] data) {
        return HexFormat.of().formatHex(data);
    }
}
