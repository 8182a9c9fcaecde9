package dev.goldfish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds settings that nobody reads, most likely because they are misspelt. */
final class UnknownSettings {
    private static final String PROPERTIES = "goldfish.";
    private static final String VARIABLES = "GOLDFISH_";
    /** What the command line reads. */
    private static final Set<String> OF_CLIENTS =
            Set.of("GOLDFISH_URL", "GOLDFISH_CLIENT_ID", "GOLDFISH_SECRET", "GOLDFISH_KEY", "GOLDFISH_SERVER_KEY");
    /** What Kubernetes sets for a Service whose name begins with ours. */
    private static final Pattern OF_SERVICES =
            Pattern.compile("(.*_)?(SERVICE_(HOST|PORT)(_\\w+)?|PORT(_\\d+_(TCP|UDP).*)?)");

    private final Set<String> known;
    private final Set<String> knownVariables;

    /** @param known the properties that there are */
    UnknownSettings(Set<String> known) {
        this.known = known;
        this.knownVariables =
                known.stream().map(UnknownSettings::variable).collect(Collectors.toCollection(TreeSet::new));
        knownVariables.addAll(OF_CLIENTS);
    }

    /** A line for each property and environment variable of Goldfish that there is not. No line holds a value. */
    List<String> warnings(Iterable<String> properties, Set<String> variables) {
        List<String> warnings = new ArrayList<>();
        for (String variable : new TreeSet<>(variables)) {
            if (variable.startsWith(VARIABLES)
                    && !knownVariables.contains(variable)
                    && !OF_SERVICES
                            .matcher(variable.substring(VARIABLES.length()))
                            .matches()) {
                warnings.add(warning(variable, knownVariables));
            }
        }
        Set<String> found = new TreeSet<>();
        properties.forEach(found::add);
        for (String property : found) {
            // A variable is a property, too.
            if (property.startsWith(PROPERTIES)
                    && !known.contains(property)
                    && !variables.contains(variable(property))) {
                warnings.add(warning(property, known));
            }
        }
        return warnings;
    }

    private static String warning(String name, Set<String> known) {
        String rest = name.substring(VARIABLES.length());
        String nearest = known.stream()
                .min(Comparator.comparing((String other) -> !other.endsWith(rest))
                        .thenComparingInt(other -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        boolean near = nearest.endsWith(rest) || distance(name, nearest) <= 1 + rest.length() / 4;
        return name + " is no setting and does nothing" + (near ? ": did you mean " + nearest + "?" : "");
    }

    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
