package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Jobs as lines for people: the known columns first, then whatever else the server said. */
final class JobTable {
    private static final List<String> FIRST = List.of("job_id", "tool", "status", "progress", "created_ms");
    /** What is surely a time since the epoch and no duration: 2001 and later. */
    private static final long FIRST_TIME = 1_000_000_000_000L;

    private JobTable() {}

    static List<String> of(JsonNode jobs) {
        Set<String> columns = new LinkedHashSet<>(FIRST);
        jobs.forEach(job -> job.fieldNames().forEachRemaining(columns::add));
        columns.removeIf(column -> !jobs.findValues(column).stream().anyMatch(JsonNode::isValueNode));
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream()
                .map(column -> Notes.printable(column.replaceFirst("_ms$", "").toUpperCase(Locale.ROOT)))
                .toList());
        for (JsonNode job : jobs) {
            rows.add(columns.stream()
                    .map(column -> cell(column, job.path(column)))
                    .toList());
        }
        return jobs.isEmpty() ? List.of("no jobs") : layOut(rows);
    }

    private static String cell(String column, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (column.equals("progress")) {
            return Math.round(value.asDouble() * 100) + " %";
        }
        if (column.endsWith("_ms") && value.asLong() >= FIRST_TIME) {
            return Instant.ofEpochMilli(value.asLong())
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        }
        return Notes.printable(value.isValueNode() ? value.asText() : value.toString());
    }

    private static List<String> layOut(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
