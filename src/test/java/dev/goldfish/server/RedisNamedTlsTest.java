package dev.goldfish.server;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same with a named TLS configuration, which would say nothing of names by itself. */
@QuarkusTest
@TestProfile(TlsProfile.Named.class)
class RedisNamedTlsTest extends RedisTlsTest {}
