package dev.goldfish.faults;

import dev.goldfish.packaging.QuarkusPackage;
import java.nio.file.Path;

/** The server packaged once more, together with {@link FaultTools}. */
final class ToolPackage {
    private ToolPackage() {}

    private static final class Built {
        static final Path JAR = QuarkusPackage.named("goldfish-with-fault-tools")
                .withServer()
                .withTestClass(FaultTools.class)
                .build();
    }

    /** The jar to run, built by the first who asks. */
    static Path jar() {
        return Built.JAR;
    }
}
