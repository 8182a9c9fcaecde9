package dev.goldfish;

import dev.goldfish.protocol.Texts;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why the server did not start, a line for each cause. No line holds a secret, whatever an exception says. */
final class StartFailure {
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            "SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern OF_AN_EXCEPTION =
            Pattern.compile("^(?:[\\w.$]+(?:Exception|Error): )?(?:SRCFG\\d+: )?");
    private static final Pattern OF_SECRETS = Pattern.compile(".*(secret|password|token|credential).*");

    private StartFailure() {}

    static List<String> lines(Throwable failure) {
        return causes(failure).stream()
                .map(line -> Texts.LOGIN_IN_URL.matcher(line).replaceAll("…@"))
                .toList();
    }

    private static List<String> causes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException invalid) {
                return problems(invalid);
            }
            if (cause instanceof QuarkusBindException bind) {
                return List.of(cannotListen(bind));
            }
            if (cause.getCause() == null) {
                return text(cause).lines().toList();
            }
        }
        throw new IllegalStateException("a failure without a cause");
    }

    private static String cannotListen(QuarkusBindException bind) {
        String why =
                bind.getCause() == null ? bind.getMessage() : bind.getCause().getMessage();
        return why != null && why.contains("in use")
                ? "port " + bind.getPort() + " of " + bind.getHost()
                        + " is in use by another process: stop that one, or set"
                        + " quarkus.http.port (QUARKUS_HTTP_PORT) to a free one"
                : "cannot listen on port " + bind.getPort() + " of " + bind.getHost() + ": " + why;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        boolean ours = cause instanceof ConfigurationException;
        return ours && message != null ? message : "goldfish cannot start: " + (message == null ? cause : message);
    }

    private static List<String> problems(ConfigValidationException invalid) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            lines.add(line(invalid.getProblem(i).getMessage()));
        }
        return lines.stream().distinct().sorted().toList();
    }

    private static String line(String problem) {
        Matcher conversion = NOT_CONVERTED.matcher(problem);
        if (conversion.find()) {
            return notConverted(conversion.group(1), conversion.group(2), conversion.group(3));
        }
        String text = OF_AN_EXCEPTION.matcher(problem).replaceFirst("");
        int nameEnd = text.indexOf(' ');
        String name = nameEnd < 0 ? text : text.substring(0, nameEnd);
        return name.startsWith("goldfish.") ? name + valueOf(name) + ":" + text.substring(nameEnd) : text;
    }

    private static String notConverted(String name, String value, String why) {
        String reason = OF_AN_EXCEPTION.matcher(why).replaceFirst("");
        return OF_SECRETS.matcher(name).matches()
                ? name + ": is not valid"
                : name + " is \"" + value + "\": " + reason.replace('\n', ' ');
    }

    /** As it was written, where that can be told from here. */
    private static String valueOf(String name) {
        String value = OF_SECRETS.matcher(name).matches() ? null : raw(name);
        return value == null ? "" : " is \"" + value + "\"";
    }

    /** The configuration itself was not made. */
    private static @Nullable String raw(String name) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .build()
                .getConfigValue(name)
                .getValue();
    }
}
