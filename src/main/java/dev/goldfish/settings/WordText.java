package dev.goldfish.settings;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads one of a few words: the names of an enum, in lower case with hyphens. What is none of them is nothing. */
public abstract class WordText<E extends Enum<E>> implements Converter<E> {
    private static final long serialVersionUID = 1L;

    private final Class<E> words;

    protected WordText(Class<E> words) {
        this.words = words;
    }

    @Override
    public @Nullable E convert(String text) {
        for (E word : words.getEnumConstants()) {
            if (wordOf(word).equals(text.trim())) {
                return word;
            }
        }
        return null;
    }

    /** As it is written in settings. */
    public static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
