package dev.goldfish.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How many characters, elements or members there may be. Characters are Unicode code points, as in JSON Schema.
 *
 * @param tooFew what is told below {@code least}, {@code tooMany} above {@code most}
 */
record SizeRange(int least, int most, String tooFew, String tooMany) {
    static final SizeRange ANY = new SizeRange(0, Integer.MAX_VALUE, "", "");

    boolean isAny() {
        return least == 0 && most == Integer.MAX_VALUE;
    }

    /** What both ranges allow. */
    SizeRange and(SizeRange other) {
        boolean higher = other.least > least;
        boolean lower = other.most < most;
        return new SizeRange(
                higher ? other.least : least,
                lower ? other.most : most,
                higher ? other.tooFew : tooFew,
                lower ? other.tooMany : tooMany);
    }

    void describe(ObjectNode schema, String leastKeyword, String mostKeyword) {
        if (least > 0) {
            schema.put(leastKeyword, least);
        }
        if (most < Integer.MAX_VALUE) {
            schema.put(mostKeyword, most);
        }
    }

    @Nullable
    String brokenBy(int size) {
        return size < least ? tooFew : size > most ? tooMany : null;
    }
}
