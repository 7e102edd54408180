package dev.drover.gateway.roster;

import dev.drover.inference.ModelClient;
import dev.drover.inference.token.TokenModel;
import java.nio.file.Path;

/** Models of the engine in this process. */
public final class EngineModels implements TokenModels {

    @Override
    public TokenModel load(String name, Path file) {
        throw new IllegalArgumentException("file: " + file + " needs the engine");
    }

    @Override
    public ModelClient client(String name, TokenModel model) {
        throw new IllegalArgumentException("needs the engine");
    }

    @Override
    public void release(TokenModel model) {}

    @Override
    public void close() {}
}
