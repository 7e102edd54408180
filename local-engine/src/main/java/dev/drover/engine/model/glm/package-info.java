/** The GLM 4 architecture. */
@NullMarked
package dev.drover.engine.model.glm;

import org.jspecify.annotations.NullMarked;
