package dev.goldfish.attacks;

import dev.goldfish.server.RawConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Changes signed envelopes at random: their members, the way they are written, and their bytes. */
final class Mutator {
    /** One member of the outer object, its value as JSON. */
    record Member(String name, String value) {}

    private static final List<String> SPACES =
            List.of(" ", "\n", "\t", "\r\n", "   ", "\u00a0", "\f", "\u2028", "/**/");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0",
            "1.0",
            "1e400",
            "1e-400",
            "NaN",
            "\"\"",
            "[]",
            "{}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "99999999999999999999",
            "{\"a\":1,\"a\":1}");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** Between one and three changes; some of them leave the meaning as it is. */
    byte[] mutate(List<Member> envelope, List<Member> other) {
        List<Member> members = new ArrayList<>(envelope);
        int structural = random.nextInt(3);
        for (int i = 0; i < structural; i++) {
            change(members, other);
        }
        byte[] bytes = written(members).getBytes(StandardCharsets.UTF_8);
        int raw = structural == 0 ? 1 + random.nextInt(2) : random.nextInt(2);
        for (int i = 0; i < raw; i++) {
            bytes = change(bytes, other);
        }
        return bytes;
    }

    private void change(List<Member> members, List<Member> others) {
        if (members.isEmpty()) {
            return;
        }
        int at = random.nextInt(members.size());
        Member member = members.get(at);
        Member other = others.get(random.nextInt(others.size()));
        switch (random.nextInt(12)) {
            case 0 -> Collections.shuffle(members, random);
            case 1 -> members.add(random.nextInt(members.size() + 1), member);
            case 2 -> members.add(random.nextInt(members.size() + 1), new Member(member.name(), other.value()));
            case 3 -> members.set(at, new Member(otherCase(member.name()), member.value()));
            case 4 -> members.remove(at);
            case 5 -> members.set(at, others.get(at % others.size()));
            case 6 -> members.set(at, new Member(member.name(), other.value()));
            case 7 -> members.set(at, new Member(member.name(), otherNumber(member.value())));
            case 8 -> members.set(at, new Member(member.name(), escaped(member.value())));
            case 9 -> members.set(at, new Member(member.name(), nested(member.value())));
            case 10 -> members.set(at, new Member(member.name(), otherCase(member.value())));
            default -> members.set(at, new Member(member.name(), pick(VALUES)));
        }
    }

    private byte[] change(byte[] bytes, List<Member> other) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(8), bytes.length - at);
        byte[] head = Arrays.copyOf(bytes, at);
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes = RawConnection.concat(head, new byte[] {(byte) random.nextInt(256)}, tail);
            case 3 -> bytes = RawConnection.concat(head, Arrays.copyOfRange(tail, length, tail.length));
            case 4 -> bytes = head;
            case 5 -> bytes = RawConnection.concat(head, Arrays.copyOf(tail, length), tail);
            case 6 -> {
                byte[] second = written(other).getBytes(StandardCharsets.UTF_8);
                int cut = Math.min(random.nextBoolean() ? at : random.nextInt(second.length), second.length);
                bytes = RawConnection.concat(head, Arrays.copyOfRange(second, cut, second.length));
            }
            default -> bytes = RawConnection.concat(head, pick(SPACES).getBytes(StandardCharsets.UTF_8), tail);
        }
        return bytes;
    }

    private String written(List<Member> members) {
        boolean spaced = random.nextInt(4) == 0;
        StringBuilder text = new StringBuilder("{");
        for (Member member : members) {
            String name = "\"" + member.name() + "\"";
            text.append(text.length() == 1 ? "" : ",")
                    .append(spaced ? pick(SPACES.subList(0, 5)) : "")
                    .append(random.nextInt(16) == 0 ? escaped(name) : name)
                    .append(spaced ? " : " : ":")
                    .append(member.value());
        }
        return text.append('}').toString();
    }

    private String otherCase(String text) {
        return random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
    }

    private String nested(String value) {
        int depth = random.nextInt(8) == 0 ? 70 : 1;
        return random.nextBoolean()
                ? "[".repeat(depth) + value + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + value + "}".repeat(depth);
    }

    /** Writes one digit's number in another form, which sometimes means the same. */
    private String otherNumber(String value) {
        int at = find(value, "0123456789");
        if (at < 0) {
            return value;
        }
        String digit = value.substring(at, at + 1);
        String form = pick(List.of(
                digit + "0",
                digit + ".0",
                digit + "e0",
                digit + "E+00",
                "-" + digit,
                "0" + digit,
                digit + ".00",
                digit + "0e-1",
                "+" + digit,
                digit + "."));
        return value.substring(0, at) + form + value.substring(at + 1);
    }

    /** Escapes one character; inside a string that is the same text. */
    private String escaped(String value) {
        int at = find(value, "abcdefghijklmnopqrstuvwxyz0123456789-_./");
        if (at < 0) {
            return value;
        }
        char c = value.charAt(at);
        String escape = String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c);
        return value.substring(0, at) + (c == '/' ? "\\/" : escape) + value.substring(at + 1);
    }

    /** Somewhere in the value where one of these characters is, or -1. */
    private int find(String value, String characters) {
        if (value.isEmpty()) {
            return -1;
        }
        int start = random.nextInt(value.length());
        for (int i = 0; i < value.length(); i++) {
            int at = (start + i) % value.length();
            if (characters.indexOf(value.charAt(at)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
