package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads numbers with or without a fraction. */
@RegisterForReflection
public final class NumberText implements Converter<Double> {
    public static final String RULE = "must be a number from {min} to {max}";

    private static final long serialVersionUID = 1L;
    /** Of what is no number; below all bounds, as NaN is not. */
    private static final Double NONE = Double.NEGATIVE_INFINITY;

    @Override
    public Double convert(String text) {
        try {
            double value = Double.parseDouble(text.trim());
            return Double.isNaN(value) ? NONE : Double.valueOf(value);
        } catch (NumberFormatException e) {
            return NONE;
        }
    }
}
