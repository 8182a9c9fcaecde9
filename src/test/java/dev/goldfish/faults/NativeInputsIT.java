package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.UnverifiedRefusalException;
import dev.goldfish.packaging.QuarkusPackage;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What GraalVM would be given for a native image, held against what a server on a JVM uses. */
@Tag("operations")
@DisabledIf(
        value = "dev.goldfish.faults.ServerPackage#isNative",
        disabledReason = "needs the log of loaded classes of a JVM")
class NativeInputsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Named by letters for what they can do, and loaded by name. */
    private static final Pattern CACHE = Pattern.compile("com\\.github\\.benmanes\\.caffeine\\.cache\\.[A-Z]{2,}\\b");

    private static Path sources;

    @BeforeAll
    static void build() {
        sources = QuarkusPackage.named("goldfish-native").withServer().nativeSources();
    }

    @Test
    void everyCacheIsRegistered(@TempDir Path dir) throws Exception {
        Set<String> registered = stream(config("reflect-config.json"))
                .map(entry -> entry.path("name").asText())
                .collect(Collectors.toSet());

        assertThat(loadedCaches(dir))
                .isNotEmpty()
                .allSatisfy(loaded -> assertThat(registered)
                        .filteredOn(CACHE.asMatchPredicate())
                        // What is loaded only because another one extends it needs no more.
                        .anyMatch(name -> extend(name, loaded)));
    }

    @Test
    void everyResourceIsIncluded() throws IOException {
        List<Pattern> patterns = stream(config("resource-config.json").at("/resources/includes"))
                .map(entry -> Pattern.compile(entry.path("pattern").asText()))
                .toList();

        try (JarFile jar = new JarFile(sources.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .filteredOn(
                            name -> name.startsWith("dev/goldfish/") && !name.endsWith(".class") && !name.endsWith("/"))
                    .isNotEmpty()
                    .allMatch(name -> patterns.stream()
                            .anyMatch(pattern -> pattern.matcher(name).matches()));
        }
    }

    /** Of a server that has answered, refused a stranger, and read a body in chunks. */
    private static Set<String> loadedCaches(Path dir) throws Exception {
        Path log = dir.resolve("classes.log");
        try (RedisProcess redis = RedisProcess.start("redis", dir);
                Replica server = Replica.start(
                        "server", dir, redis.uri(), Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log))) {
            server.awaitReady();
            redis.empty();
            String client = Cluster.clientId(0);
            server.client(client).call("batch_sum", Map.of("numbers", List.of(1)));
            GoldfishClient stranger = server.clientBuilder(client)
                    .secret("not the client's secret at all")
                    .build();
            assertThatThrownBy(() -> stranger.call("batch_sum", "{}")).isInstanceOf(UnverifiedRefusalException.class);
            assertThat(sendInChunks(server)).isEqualTo(400);
        }
        return CACHE.matcher(Files.readString(log))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static int sendInChunks(Replica server) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(server.url() + "/call").toURL().openConnection();
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(16);
        connection.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
        return connection.getResponseCode();
    }

    private static boolean extend(String name, String base) {
        try {
            return Class.forName(base).isAssignableFrom(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode config(String name) throws IOException {
        try (JarFile jar = new JarFile(sources.toFile());
                InputStream in = jar.getInputStream(jar.getEntry("META-INF/native-image/" + name))) {
            return JSON.readTree(in);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
