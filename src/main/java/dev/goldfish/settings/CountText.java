package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads whole numbers. */
@RegisterForReflection
public final class CountText implements Converter<Integer> {
    public static final String RULE = "must be a whole number from {min} to {max}";

    private static final long serialVersionUID = 1L;
    /** Of what is no number; below all bounds. */
    private static final Integer NONE = Integer.MIN_VALUE;

    @Override
    public Integer convert(String text) {
        try {
            return Integer.valueOf(text.trim());
        } catch (NumberFormatException e) {
            return NONE;
        }
    }
}
