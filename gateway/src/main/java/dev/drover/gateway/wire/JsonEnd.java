package dev.drover.gateway.wire;

/** Notices when a JSON object that comes in pieces is complete. Used by one thread at a time. */
public final class JsonEnd {

    private int depth;
    private boolean inText;
    private boolean escaped;
    private boolean complete;

    /** Reads on; returns whether the object is complete now. */
    public boolean add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char letter = piece.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (inText) {
                escaped = letter == '\\';
                inText = letter != '"';
            } else if (letter == '"') {
                inText = true;
            } else if (letter == '{' || letter == '[') {
                depth++;
            } else if (letter == '}' || letter == ']') {
                depth--;
                complete |= depth == 0;
            }
        }
        return complete;
    }
}
