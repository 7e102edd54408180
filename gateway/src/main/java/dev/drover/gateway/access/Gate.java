package dev.drover.gateway.access;

import dev.drover.inference.InferenceFailure.Rejected;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers in.
 *
 * <p>A web page can post to a service on loopback, and by giving its own name that address it can even read the answer
 * (DNS rebinding). So without keys only requests for a local {@code Host} are taken, and only {@code application/json},
 * which a page cannot send across origins without asking first; nobody answers such a question here.
 *
 * @param keys the keys accepted; null when none is demanded, which is for loopback alone
 */
public record Gate(@Nullable KeyRing keys) {

    private static final Pattern LOCAL_HOST = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{0,5})?",
            Pattern.CASE_INSENSITIVE);
    private static final String BEARER = "bearer ";

    /**
     * A gate for an address.
     *
     * @param host the address listened on
     * @param keys the keys to demand, if any were given
     * @throws IllegalArgumentException when the address is not loopback and there are no keys
     */
    public static Gate of(String host, @Nullable KeyRing keys) {
        if (keys == null && !isLoopback(host)) {
            throw new IllegalArgumentException("host: " + host
                    + " can be reached from other machines (expected: 127.0.0.1, or --keys FILE with the keys to "
                    + "demand); ./drover key new makes one");
        }
        return new Gate(keys);
    }

    /** Whether an address can be reached from this machine alone. */
    public static boolean isLoopback(String host) {
        try {
            // an empty name is loopback to Java, and every address to a server
            return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /**
     * Admits a request.
     *
     * @param host the header {@code Host}
     * @param authorization the header {@code Authorization}
     * @return who asks
     * @throws Rejected with 401 or 403
     */
    public Caller admit(@Nullable String host, @Nullable String authorization) {
        if (keys == null) {
            if (host == null || !LOCAL_HOST.matcher(host.strip()).matches()) {
                throw new Rejected(403, "host_not_local", null, "Host: " + host
                        + " (expected: localhost or 127.0.0.1, for no key is demanded here); ask for this machine by "
                        + "that name, or start with --keys");
            }
            return Caller.LOCAL;
        }
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new Rejected(401, "missing_api_key", null,
                    "Authorization: missing (expected: Bearer and a key); ask the operator for one");
        }
        return keys.caller(authorization.substring(BEARER.length()).strip())
                .orElseThrow(() -> new Rejected(401, "invalid_api_key", null,
                        "Authorization: an unknown key (expected: one the operator gave out)"));
    }

    /**
     * Admits a request to what only operators may see.
     *
     * @throws Rejected with 401 or 403
     */
    public Caller admitAdmin(@Nullable String host, @Nullable String authorization) {
        Caller caller = admit(host, authorization);
        if (!caller.admin()) {
            throw new Rejected(403, "admin_only", null,
                    "key: " + caller.name() + " has no admin role (expected: one with admin on its line)");
        }
        return caller;
    }
}
