package dev.goldfish.faults;

import dev.goldfish.packaging.QuarkusPackage;

/** The server together with {@link FaultTools}, packaged as a user does it with tools of their own; always for a JVM. */
final class ToolPackage {
    private ToolPackage() {}

    private static final class Built {
        static final ServerPackage SERVER = ServerPackage.jar(QuarkusPackage.named("goldfish-with-fault-tools")
                .withServer()
                .withTestClass(FaultTools.class)
                .build());
    }

    /** Built by the first who asks. */
    static ServerPackage server() {
        return Built.SERVER;
    }
}
