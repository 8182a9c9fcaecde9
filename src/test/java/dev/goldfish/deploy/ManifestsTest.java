package dev.goldfish.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything under deploy/ is what clusters understand. */
class ManifestsTest {
    static Stream<Path> files() {
        return Manifests.files();
    }

    static Stream<Path> overlays() {
        return Manifests.overlays();
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasKnownFieldsOnly(Path file) {
        assertThat(Manifests.read(file)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void isRenderedByKustomize(Path folder) throws Exception {
        List<Object> documents = StrictYaml.read(Manifests.rendered(folder));

        assertThat(documents).isNotEmpty();
        assertThat(documents)
                .filteredOn(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .allSatisfy(ManifestsTest::assertComplete);
        assertThat(documents)
                .filteredOn(HasMetadata.class::isInstance)
                .map(document -> ((HasMetadata) document).getMetadata().getNamespace())
                .as("namespaces, but for those that are one")
                .filteredOn(namespace -> namespace != null)
                .containsOnly("goldfish-dev".equals(namespaceOf(documents)) ? "goldfish-dev" : "goldfish");
    }

    private static String namespaceOf(List<Object> documents) {
        return documents.stream()
                .filter(ConfigMap.class::isInstance)
                .map(map -> ((ConfigMap) map).getMetadata().getNamespace())
                .findFirst()
                .orElse(null);
    }

    /** What a patch brings must have arrived. */
    private static void assertComplete(Deployment deployment) {
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        assertThat(deployment.getSpec().getSelector().getMatchLabels())
                .isNotEmpty()
                .allSatisfy((label, value) -> assertThat(
                                deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .containsEntry(label, value));
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getContainers()).hasSize(1).allSatisfy(container -> {
            assertThat(container.getImage()).contains(":");
            assertThat(container.getReadinessProbe()).isNotNull();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes/components/replica/pod.yaml, livenessProbe, livenesProbe",
        "kubernetes/components/replica/pod.yaml, failureThreshold, failureTreshold",
        "kubernetes/base/service.yaml, targetPort, targetPorts",
        "kubernetes/base/kustomization.yaml, resources, resource",
        "kubernetes/overlays/split/worker/scaledobject.yaml, threshold, treshold",
        "knative/service.yaml, containerConcurrency, concurrency",
        "monitoring/alerts.yaml, expr, expression",
        "monitoring/servicemonitor.yaml, interval, intervall"
    })
    void aMisspeltFieldIsFound(String file, String field, String misspelt) throws IOException {
        String text = Files.readString(Manifests.ROOT.resolve(file));
        assertThat(text).contains(field + ":");

        assertThatThrownBy(() -> StrictYaml.read(text.replaceFirst("\\b" + field + ":", misspelt + ":")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(misspelt);
    }

    @Test
    void theDashboardIsJson() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(Path.of("deploy/monitoring/dashboard.json")))
                        .path("panels")
                        .size())
                .isBetween(10, 14);
    }
}
