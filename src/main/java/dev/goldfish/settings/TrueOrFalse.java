package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads {@code true} and {@code false}; what is neither is nothing, where others take it for false. */
@RegisterForReflection
public final class TrueOrFalse implements Converter<Boolean> {
    public static final String RULE = "must be true or false";

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean convert(String text) {
        return switch (text.trim()) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }
}
