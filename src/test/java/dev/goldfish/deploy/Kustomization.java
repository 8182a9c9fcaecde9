package dev.goldfish.deploy;

import java.util.List;
import java.util.Map;

/** What we use of Kustomize's documents. */
record Kustomization(
        String apiVersion,
        String kind,
        String namespace,
        List<String> resources,
        List<String> components,
        List<Labels> labels,
        List<Image> images,
        List<Replicas> replicas,
        List<Generator> configMapGenerator,
        List<Generator> secretGenerator,
        List<Patch> patches) {
    record Labels(Map<String, String> pairs, Boolean includeSelectors, Boolean includeTemplates) {}

    record Image(String name, String newName, String newTag) {}

    record Replicas(String name, int count) {}

    record Generator(String name, List<String> literals, List<String> files, Options options) {}

    record Options(Boolean disableNameSuffixHash, Map<String, String> labels) {}

    record Patch(String path, String patch, Target target) {}

    record Target(String kind, String name) {}
}
