package dev.goldfish.redis;

import dev.goldfish.job.JobRef;
import dev.goldfish.signing.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of keys. Everything of one client has one of 16 hash tags, so that it is in one slot of a Redis Cluster; what
 * strangers choose is hashed, so that a key has a fixed length and no surprises.
 */
final class Keys {
    private static final int PARTITION_COUNT = 16;
    private static final int HASH_BYTES = 16;
    private static final int OWNER_LENGTH = 22;

    static final List<String> PARTITIONS = IntStream.range(0, PARTITION_COUNT)
            .mapToObj(i -> String.format("goldfish:{j%02d}:", i))
            .toList();

    private Keys() {}

    /** The key that every job script gets, and makes all others from. */
    static Words ofJobs(String partition) {
        return Words.ofKeys(partition + "lease");
    }

    /** A job's own key. */
    static String job(String member) {
        return partitionOf(member) + "job:" + member;
    }

    static String partition(String clientId) {
        return partition(hash(clientId));
    }

    /** Where a member, or what stands for a client, belongs. */
    static String partitionOf(String member) {
        return partition(Base64.getUrlDecoder().decode(member.substring(0, OWNER_LENGTH)));
    }

    /** What stands for a client in keys: 22 characters. */
    static String owner(String clientId) {
        return encode(hash(clientId));
    }

    /** What stands for a job in sets and keys. */
    static String member(JobRef ref) {
        return owner(ref.clientId()) + ":" + ref.jobId();
    }

    static String jobId(String member) {
        return member.substring(OWNER_LENGTH + 1);
    }

    /** What is there while a client's nonce is remembered. */
    static String nonce(String partition, String clientId, String nonce) {
        // Neither can hold a space.
        return partition + "nonce:" + encode(hash(clientId + " " + nonce));
    }

    /** How much of its rate a client has used. */
    static String bucket(String partition, String owner) {
        return partition + "bucket:" + owner;
    }

    /** When the memory of a partition began. */
    static String epoch(String partition) {
        return partition + "epoch";
    }

    /** The longest time window in use. */
    static String window(String partition) {
        return partition + "window";
    }

    private static String partition(byte[] hash) {
        return PARTITIONS.get(hash[0] & PARTITION_COUNT - 1);
    }

    private static String encode(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static byte[] hash(String text) {
        return Arrays.copyOf(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
    }
}
