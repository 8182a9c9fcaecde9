package dev.goldfish.access;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tools that a client may call: names, or globs in which {@code *} stands for any characters. */
public final class Grants {
    private final Pattern pattern;

    public Grants(List<String> globs) {
        pattern = Pattern.compile(globs.stream()
                .map(glob -> List.of(glob.split("\\*", -1)).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
    }

    public boolean include(String tool) {
        return pattern.matcher(tool).matches();
    }
}
