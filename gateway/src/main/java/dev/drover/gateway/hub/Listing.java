package dev.drover.gateway.hub;

import dev.drover.gateway.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a repository holds at one commit.
 *
 * @param commit the commit, so that all files are read from the same one whatever happens meanwhile
 * @param files what is said of models' files, by path; those are left out whose path would lead out of a folder
 */
record Listing(String commit, Map<String, JsonNode> files) {

    private static final int LARGEST = 64 << 20;

    Listing {
        files = Map.copyOf(files);
    }

    /**
     * Reads a hub's answer.
     *
     * @throws HubFailure when it is none
     */
    static Listing read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw wrong("more than " + LARGEST + " bytes");
        }
        try {
            JsonNode tree = Json.mapper().readTree(new String(bytes, StandardCharsets.UTF_8));
            String commit = tree.path("sha").asString("");
            if (!commit.matches("[0-9a-zA-Z]{1,64}") || !tree.path("siblings").isArray()) {
                throw wrong("no sha, or no list siblings");
            }
            Map<String, JsonNode> files = new LinkedHashMap<>();
            for (JsonNode each : tree.path("siblings")) {
                String path = each.path("rfilename").asString("");
                if (path.endsWith(".gguf") && HubFile.staysInside(path)) {
                    files.put(path, each);
                }
            }
            return new Listing(commit, files);
        } catch (JacksonException malformed) {
            throw wrong("no JSON");
        }
    }

    private HubFile file(String path) throws HubFailure {
        JsonNode each = Objects.requireNonNull(files.get(path));
        JsonNode lfs = each.path("lfs");
        long size = lfs.isObject() ? lfs.path("size").asLong(-1) : each.path("size").asLong(-1);
        String sha256 = lfs.path("sha256").asString("");
        try {
            Checksum checksum = lfs.isObject() ? new Checksum(Checksum.Kind.SHA256, sha256)
                    : new Checksum(Checksum.Kind.GIT, each.path("blobId").asString(""));
            if (size > 0) {
                return new HubFile(path, size, checksum);
            }
        } catch (IllegalArgumentException none) {
            // refused below
        }
        throw wrong("no size and checksum of " + path);
    }

    private static HubFailure wrong(String what) {
        return new HubFailure(
                "the hub's answer: " + what + " (expected: a model's information with sizes and checksums, "
                        + "as huggingface.co gives it); is HF_ENDPOINT such a hub?");
    }

    /** The files that a name means, in order. */
    List<HubFile> chosen(HubModel model, String where) throws HubFailure {
        List<String> paths;
        try {
            paths = Choice.of(model, files.keySet(), where);
        } catch (IllegalArgumentException none) {
            throw new HubFailure(String.valueOf(none.getMessage()));
        }
        List<HubFile> chosen = new ArrayList<>();
        for (String path : paths) {
            chosen.add(file(path));
        }
        return chosen;
    }
}
