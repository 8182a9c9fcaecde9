package dev.goldfish.attacks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.protocol.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One attack, and what is promised about it.
 *
 * @param http the HTTP status, several where the attack has several forms, or what happens instead of an answer
 * @param error the code of the reply's error
 */
record AttackRow(
        String id,
        String group,
        String attack,
        String http,
        String error,
        String log,
        @JsonProperty("must_not") String mustNot) {
    private static final Pattern STATUS = Pattern.compile("\\b[2-5]\\d\\d\\b");
    private static final Map<String, AttackRow> ALL = read();

    static Map<String, AttackRow> all() {
        return ALL;
    }

    static AttackRow of(String id) {
        return Objects.requireNonNull(ALL.get(id), () -> "no row " + id);
    }

    Set<Integer> statuses() {
        return STATUS.matcher(http)
                .results()
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    Set<ErrorCode> errors() {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> error.contains(code.text()))
                .collect(Collectors.toSet());
    }

    private static Map<String, AttackRow> read() {
        ObjectMapper json = new ObjectMapper();
        Map<String, AttackRow> rows = new TreeMap<>();
        for (String line : lines()) {
            try {
                AttackRow row = json.readValue(line, AttackRow.class);
                if (rows.put(row.id(), row) != null) {
                    throw new IllegalStateException(row.id() + " is there twice");
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(line, e);
            }
        }
        return rows;
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(AttackRow.class.getResourceAsStream("attacks.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
