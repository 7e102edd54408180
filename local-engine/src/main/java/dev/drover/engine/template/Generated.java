package dev.drover.engine.template;

import java.io.Serial;
import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/** What a filter lets through: gone through like a list, but no list yet, so that JSON refuses it as Python's does. */
final class Generated extends ArrayList<@Nullable Object> {

    @Serial
    private static final long serialVersionUID = 1L;
}
