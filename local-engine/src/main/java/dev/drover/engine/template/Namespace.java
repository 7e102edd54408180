package dev.drover.engine.template;

import java.io.Serial;
import java.util.LinkedHashMap;

import org.jspecify.annotations.Nullable;

/** What {@code namespace()} makes: the one kind of map whose entries a template may set. */
final class Namespace extends LinkedHashMap<Object, @Nullable Object> {

    @Serial
    private static final long serialVersionUID = 1L;
}
