package dev.goldfish.server;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a running server tells Prometheus: its series, without comments. */
record Scrape(List<String> lines) {
    static Scrape now() {
        return new Scrape(given().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList());
    }

    /** The value of a series, by its name and labels in any order; 0 where there is none. */
    double value(String name, String... labels) {
        return lines.stream()
                .filter(line -> name(line).equals(name))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    Set<String> names() {
        return lines.stream().map(Scrape::name).collect(Collectors.toSet());
    }

    /** Names with labels, of goldfish' own meters. */
    Set<String> series() {
        return lines.stream()
                .filter(line -> line.startsWith("goldfish_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static String name(String line) {
        return line.split("[{ ]", 2)[0];
    }
}
