package dev.goldfish.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What the build wrote into a file: a native binary has no manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String[] {"goldfish " + new String(in.readAllBytes(), StandardCharsets.UTF_8).trim()};
        }
    }
}
