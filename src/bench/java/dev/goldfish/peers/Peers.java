package dev.goldfish.peers;

import dev.goldfish.packaging.QuarkusPackage;
import java.nio.file.Path;

/** Packages what {@code compare.py} starts, and prints where it is: the unsigned peer, and the server with {@link NoOp}. */
public final class Peers {
    private static final Path UNSIGNED_SETTINGS = Path.of("src", "test", "peers", "unsigned.properties");

    private Peers() {}

    public static void main(String[] args) {
        System.out.println(QuarkusPackage.named("unsigned-peer")
                .withTestClass(UnsignedPeer.class)
                .withFile(UNSIGNED_SETTINGS, "application.properties")
                .build());
        System.out.println(QuarkusPackage.named("goldfish-with-no-op")
                .withServer()
                .withTestClass(NoOp.class)
                .build());
    }
}
