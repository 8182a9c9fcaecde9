package dev.goldfish.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads durations that have a unit: Quarkus' own converter takes a bare number for seconds. */
@RegisterForReflection
public final class DurationText implements Converter<Duration> {
    private static final long serialVersionUID = 1L;
    /** Of what is no duration; beyond all bounds. */
    private static final Duration NONE = Duration.ofSeconds(Long.MIN_VALUE);

    private static final Pattern WITH_UNIT = Pattern.compile(".*[0-9][A-Za-z]+");

    @Override
    public Duration convert(String text) {
        return parse(text.trim());
    }

    static Duration parse(String text) {
        try {
            return WITH_UNIT.matcher(text).matches() ? DurationConverter.parseDuration(text) : NONE;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return NONE;
        }
    }
}
