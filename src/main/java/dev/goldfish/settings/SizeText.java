package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads sizes: bytes, or with {@code K}, {@code M}, {@code G}. */
@RegisterForReflection
public final class SizeText implements Converter<MemorySize> {
    private static final long serialVersionUID = 1L;
    /** Of what is no size; below all bounds. */
    private static final MemorySize NONE = new MemorySize(BigInteger.ONE.negate());

    @Override
    public MemorySize convert(String text) {
        return parse(text.trim());
    }

    static MemorySize parse(String text) {
        try {
            return text.isEmpty() ? NONE : new MemorySizeConverter().convert(text);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }
}
