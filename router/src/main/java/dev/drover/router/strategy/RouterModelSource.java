package dev.drover.router.strategy;

import dev.drover.router.quality.RouterModel;

/** Where learned models come from: files, or what is bundled with a program. */
@FunctionalInterface
public interface RouterModelSource {

    /**
     * A model.
     *
     * @param reference a file, or {@code bundled:} and a name
     * @throws IllegalArgumentException when there is none, with what was looked for
     */
    RouterModel model(String reference);
}
