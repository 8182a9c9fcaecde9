package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads sizes as {@link SizeText}, and nothing for a setting that is not there: it is asked to read that, too. */
@RegisterForReflection
public final class OptionalSizeText implements Converter<MemorySize> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable MemorySize convert(String text) {
        return text.isBlank() ? null : SizeText.parse(text.trim());
    }
}
