package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;
import java.util.List;

/**
 * Documents packed one after another for one pass. The last token of a document is only ever a target, so a document of n
 * tokens takes n - 1 rows. A row is active when its next token is learned; the last block and the head run on active rows
 * alone.
 */
public final class MicroBatch {

    private final int[] tokens;
    private final int[] positions;
    private final int[] starts;
    private final int[] activeRows;
    private final int[] activePositions;
    private final int[] activeStarts;
    private final int[] targets;

    /** Packs documents. */
    public MicroBatch(List<Document> documents) {
        int rows = documents.stream().mapToInt(document -> document.length() - 1).sum();
        int active = documents.stream().mapToInt(MicroBatch::learned).sum();
        tokens = new int[rows];
        positions = new int[rows];
        starts = new int[documents.size() + 1];
        activeRows = new int[active];
        activePositions = new int[active];
        activeStarts = new int[documents.size() + 1];
        targets = new int[active];
        int row = 0;
        int next = 0;
        for (int d = 0; d < documents.size(); d++) {
            next = pack(documents.get(d), row, next);
            row += documents.get(d).length() - 1;
            starts[d + 1] = row;
            activeStarts[d + 1] = next;
        }
    }

    /** The tokens of a document that count in the loss; the first token of a document never does. */
    public static int learned(Document document) {
        int count = 0;
        for (int i = 1; i < document.length(); i++) {
            count += document.learned()[i] ? 1 : 0;
        }
        return count;
    }

    private int pack(Document document, int row, int active) {
        int next = active;
        for (int i = 0; i + 1 < document.length(); i++) {
            tokens[row + i] = document.tokens()[i];
            positions[row + i] = i;
            if (document.learned()[i + 1]) {
                activeRows[next] = row + i;
                activePositions[next] = i;
                targets[next] = document.tokens()[i + 1];
                next++;
            }
        }
        return next;
    }

    /** The number of rows. */
    public int rows() {
        return tokens.length;
    }

    /** The number of active rows, which is the number of learned tokens. */
    public int active() {
        return targets.length;
    }

    /** The number of documents. */
    public int documents() {
        return starts.length - 1;
    }

    /** The token of each row. */
    int[] tokens() {
        return tokens;
    }

    /** The position of each row in its document. */
    int[] positions() {
        return positions;
    }

    /** The first row of each document, and the number of rows at the end. */
    int[] starts() {
        return starts;
    }

    /** The active rows, in order. */
    int[] activeRows() {
        return activeRows;
    }

    /** The position of each active row in its document. */
    int[] activePositions() {
        return activePositions;
    }

    /** The first active row of each document, and the number of active rows at the end. */
    int[] activeStarts() {
        return activeStarts;
    }

    /** The token to predict at each active row. */
    int[] targets() {
        return targets;
    }
}
