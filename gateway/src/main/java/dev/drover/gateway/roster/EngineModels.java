package dev.drover.gateway.roster;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.LocalModelClient;
import dev.drover.inference.ModelClient;
import dev.drover.inference.token.TokenModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Models of the engine in this process; each is warm when it is handed out. */
public final class EngineModels implements TokenModels {

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final LocalEngine engine = LocalEngine.standard();

    @Override
    public TokenModel load(String name, Path file) {
        try {
            LocalModel model = engine.open(name, file);
            model.warm(WARM_UP);
            return model;
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "file: " + file + " cannot be read (expected: a GGUF file): " + failure.getMessage(), failure);
        }
    }

    @Override
    public ModelClient client(String name, TokenModel model) {
        return new LocalModelClient(local(model));
    }

    @Override
    public void release(TokenModel model) {
        local(model).close();
    }

    @Override
    public void close() {
        engine.close();
    }

    private static LocalModel local(TokenModel model) {
        if (model instanceof LocalModel local) {
            return local;
        }
        throw new IllegalArgumentException("model: " + model.name() + " (expected: one that this engine has loaded)");
    }
}
