package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.wire.DataUrl;
import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure.Rejected;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the content of messages in Converse's form. Used for one request. */
final class ConverseBlocks {

    private static final Map<String, String> IMAGES = Map.of("image/png", "png", "image/jpeg", "jpeg", "image/jpg",
            "jpeg", "image/gif", "gif", "image/webp", "webp");
    private static final Map<String, String> DOCUMENTS = Map.of("application/pdf", "pdf", "text/csv", "csv",
            "text/html", "html", "text/plain", "txt", "text/markdown", "md", "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx");

    private int documents;

    /** Writes parts; texts of nothing but blanks are left out, for Converse refuses them. */
    void write(ArrayNode blocks, List<ContentPart> parts) {
        for (ContentPart part : parts) {
            switch (part) {
                case ContentPart.Text text -> {
                    if (!text.text().isBlank()) {
                        blocks.addObject().put("text", text.text());
                    }
                }
                case ContentPart.Image image -> data(blocks.addObject().putObject("image"), image.url(), IMAGES,
                        "a picture", "png, jpeg, gif, webp");
                case ContentPart.Document document -> {
                    ObjectNode block = blocks.addObject().putObject("document");
                    block.put("name", name(document.name()));
                    data(block, document.url(), DOCUMENTS, "a document",
                            "pdf, csv, doc, docx, xls, xlsx, html, txt, md");
                }
                case ContentPart.Reasoning thought -> thought(blocks, thought);
                case ContentPart.Audio audio -> {
                    // refused before
                }
            }
        }
    }

    /** Writes a tool's result; one that says nothing is an empty object. */
    void result(ArrayNode blocks, String id, List<ContentPart> parts) {
        ObjectNode result = blocks.addObject().putObject("toolResult").put("toolUseId", id);
        ArrayNode content = result.putArray("content");
        write(content, parts);
        if (content.isEmpty()) {
            content.addObject().putObject("json");
        }
    }

    private static void data(ObjectNode block, String url, Map<String, String> formats, String what, String expected) {
        DataUrl data = DataUrl.of(url).orElseThrow(() -> refused(what, "its address", expected));
        String type = data.type().split(";", 2)[0];
        String format = formats.get(type);
        if (format == null) {
            throw refused(what, type, expected);
        }
        block.put("format", format).putObject("source").put("bytes", data.base64());
    }

    private static Rejected refused(String what, String given, String expected) {
        return Unsupported.refused("messages", what + " as " + given, "bedrock", "data: with " + expected);
    }

    /** A name that Converse takes, another for each document. */
    private String name(@Nullable String given) {
        String plain = given == null ? "" : given.replaceAll("[^A-Za-z0-9()\\[\\]-]+", "-");
        documents++;
        return (plain.isEmpty() ? "document" : plain.substring(0, Math.min(150, plain.length()))) + "-" + documents;
    }

    /** Thoughts count only with the provider's signature. */
    private static void thought(ArrayNode blocks, ContentPart.Reasoning thought) {
        if (thought.signature() == null) {
            return;
        }
        ObjectNode content = blocks.addObject().putObject("reasoningContent");
        if (thought.text().isEmpty()) {
            content.put("redactedContent", thought.signature());
        } else {
            content.putObject("reasoningText").put("text", thought.text()).put("signature", thought.signature());
        }
    }
}
