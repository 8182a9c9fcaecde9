package dev.goldfish.faults;

import java.util.Properties;

/** The server together with {@link FaultTools}, packaged as a user does it with tools of their own; always for a JVM. */
final class ToolPackage {
    private static final String TOOLS = FaultTools.class.getName().replace('.', '/');

    private ToolPackage() {}

    private static final class Built {
        static final ServerPackage SERVER =
                ServerPackage.jar(Packaging.build("fault-tools", new Properties(), file -> file.startsWith(TOOLS)));
    }

    /** Built by the first who asks. */
    static ServerPackage server() {
        return Built.SERVER;
    }
}
