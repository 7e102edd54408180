/**
 * Calls of tools in the text of models: {@link dev.drover.inference.tool.ToolCallReader} finds them while the text comes
 * in, and {@link dev.drover.inference.tool.ToolGrammar} holds a model to writing some, with arguments that follow the
 * tools' schemas.
 */
@NullMarked
package dev.drover.inference.tool;

import org.jspecify.annotations.NullMarked;
