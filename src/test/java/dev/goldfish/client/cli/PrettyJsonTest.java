package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrettyJsonTest {
    @Test
    void indentsAndChangesNothingElse() {
        assertThat(PrettyJson.of("{\"a\":[1e+16,[],{}],\"b\":\"x,{}\\\"\\\\:\",\"c\":null}"))
                .isEqualTo("""
                        {
                          "a": [
                            1e+16,
                            [],
                            {}
                          ],
                          "b": "x,{}\\"\\\\:",
                          "c": null
                        }""");
    }

    @Test
    void leavesAScalarAlone() {
        assertThat(PrettyJson.of("\"a\"")).isEqualTo("\"a\"");
    }
}
