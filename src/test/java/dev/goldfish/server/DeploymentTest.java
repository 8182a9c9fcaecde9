package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.access.AccessConfig;
import dev.goldfish.deploy.Manifests;
import dev.goldfish.job.JobConfig;
import dev.goldfish.redis.RedisConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What manifests say of the server is true of the server. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class DeploymentTest {
    private static final int PORT = 8080;
    /** Quarkus' own that manifests set. */
    private static final Set<String> OF_QUARKUS = Set.of(
            "QUARKUS_REDIS_HOSTS",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_SHUTDOWN_DELAY",
            "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
            "QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED",
            "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES");

    private static final Pattern VARIABLE = Pattern.compile("\\b(GOLDFISH|QUARKUS)_[A-Z0-9_]+");

    private static Stream<Container> containers() {
        Stream<Container> ofDeployments = Manifests.all(Deployment.class).stream()
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream());
        Stream<Container> ofKnative = Manifests.all(io.fabric8.knative.serving.v1.Service.class).stream()
                .flatMap(service -> service.getSpec().getTemplate().getSpec().getContainers().stream());
        return Stream.concat(ofDeployments, ofKnative)
                .filter(container -> container.getName().equals("goldfish"));
    }

    @Test
    void probesAskForPathsThatThereAre() {
        Set<String> paths = containers()
                .flatMap(container -> Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .filter(Objects::nonNull)
                .map(Probe::getHttpGet)
                .map(get -> get.getPath())
                .collect(Collectors.toSet());

        assertThat(paths).containsExactlyInAnyOrder("/q/health/started", "/q/health/live", "/q/health/ready");
        assertThat(paths).allSatisfy(path -> given().get(path).then().statusCode(200));
    }

    @Test
    void prometheusAsksForAPathThatThereIs() {
        List<ServiceMonitor> monitors = Manifests.all(ServiceMonitor.class);

        assertThat(monitors).isNotEmpty();
        monitors.forEach(monitor -> monitor.getSpec()
                .getEndpoints()
                .forEach(endpoint -> given().get(endpoint.getPath()).then().statusCode(200)));
    }

    @Test
    void portsAreWhereTheServerListens() {
        List<ContainerPort> ports =
                containers().flatMap(container -> container.getPorts().stream()).toList();

        assertThat(ports).isNotEmpty().allMatch(port -> port.getContainerPort() == PORT);
        containers()
                .filter(container -> !container.getPorts().isEmpty())
                .flatMap(container -> Stream.of(container.getLivenessProbe(), container.getReadinessProbe()))
                .filter(probe -> probe.getHttpGet().getPort() != null)
                .forEach(probe -> assertThat(ports)
                        .anyMatch(
                                port -> probe.getHttpGet().getPort().getStrVal().equals(port.getName())));
    }

    @Test
    void environmentVariablesAreSettings() throws IOException {
        Set<String> known = new HashSet<>(OF_QUARKUS);
        for (Class<?> config : List.of(ServerConfig.class, AccessConfig.class, JobConfig.class, RedisConfig.class)) {
            ConfigMappings.getProperties(ConfigClass.configClass(config))
                    .keySet()
                    .forEach(name -> known.add(variable(name)));
        }
        Set<String> used = new HashSet<>();
        for (String folder : List.of("deploy/kubernetes", "deploy/knative", "deploy/docker")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    VARIABLE.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group()));
                }
            }
        }
        containers()
                .flatMap(container -> container.getEnv().stream())
                .map(EnvVar::getName)
                .forEach(used::add);

        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
