package dev.goldfish.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditEventTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "client-001                    | client-001",
                "two words                     | \"two words\"",
                "\"                             | \"\\\"\"",
                "\\                             | \"\\\\\"",
                "a\\\" authenticated=true       | \"a\\\\\\\" authenticated=true\"",
                "a=b                           | \"a=b\"",
            })
    void aValueStaysInsideItsQuotes(String value, String text) {
        assertThat(new AuditEvent().with("reason", value)).hasToString("reason=" + text);
    }
}
