package dev.goldfish.faults;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives experiments one cluster, since a start of it takes longer than most of them, and shows its logs when one fails. */
final class ClusterExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(ClusterExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context).repair();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Cluster cluster = cluster(context);
        if (context.getExecutionException().isPresent()) {
            System.out.println(context.getDisplayName() + " failed\n" + cluster.lastLines());
        }
        cluster.closeGuests();
        if (context.getExecutionException().isPresent()) {
            // Nobody knows what state its parts are in: the next experiment gets others.
            context.getRoot().getStore(HERE).remove(Cluster.class);
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    /** Kept in the root, which closes it at the end of the test run. */
    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(Cluster.class, key -> new Cluster(), Cluster.class);
    }
}
