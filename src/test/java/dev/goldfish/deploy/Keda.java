package dev.goldfish.deploy;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;

/** What we use of KEDA's documents, for which there is no model to hold ours against. */
final class Keda {
    private Keda() {}

    record ScaledObject(String apiVersion, String kind, Metadata metadata, Spec spec) {}

    record Metadata(String name, String namespace, Map<String, String> labels) {}

    record Spec(
            Target scaleTargetRef,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Integer cooldownPeriod,
            Integer pollingInterval,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(HorizontalPodAutoscalerBehavior behavior) {}

    record Target(String name) {}

    record Trigger(String type, Prometheus metadata) {}

    record Prometheus(String serverAddress, String query, String threshold, String ignoreNullValues) {}
}
