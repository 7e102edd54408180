package dev.drover.inference.tool;

import dev.drover.inference.token.ToolForm;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A vocabulary in which the marks around calls, elsewhere structure, are the text they are written as. */
public final class MarkedVocabulary implements Vocabulary {

    private final Vocabulary inner;
    private final Map<Integer, String> marks = new HashMap<>();

    /** Shows a form's marks. */
    public MarkedVocabulary(Vocabulary inner, ToolForm form) {
        this.inner = inner;
        for (String mark : form.marks()) {
            int token = inner.mark(mark);
            if (token >= 0 && !inner.endsAnswer(token)) {
                marks.put(token, mark);
            }
        }
    }

    @Override
    public int size() {
        return inner.size();
    }

    @Override
    public int[] encode(String text) {
        return inner.encode(text);
    }

    @Override
    public byte[] bytes(int token) {
        String mark = marks.get(token);
        return mark == null ? inner.bytes(token) : mark.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int mark(String text) {
        return inner.mark(text);
    }

    @Override
    public boolean endsAnswer(int token) {
        return inner.endsAnswer(token);
    }

    @Override
    public String identity() {
        return inner.identity();
    }
}
