package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
    @Test
    void aNameGrantsThatToolAlone() {
        Grants grants = new Grants(List.of("batch_sum"));

        assertThat(grants.include("batch_sum")).isTrue();
        assertThat(grants.include("batch_sums")).isFalse();
        assertThat(grants.include("a_batch_sum")).isFalse();
        assertThat(grants.include("BATCH_SUM")).isFalse();
    }

    @Test
    void aStarStandsForAnyCharactersAndForNone() {
        Grants grants = new Grants(List.of("poll_*", "a*z"));

        assertThat(grants.include("poll_job")).isTrue();
        assertThat(grants.include("poll_")).isTrue();
        assertThat(grants.include("poll")).isFalse();
        assertThat(grants.include("az")).isTrue();
        assertThat(grants.include("a:b/c@z")).isTrue();
        assertThat(grants.include("azb")).isFalse();
    }

    @Test
    void aStarAloneGrantsEveryTool() {
        assertThat(new Grants(List.of("*")).include("anything/at:all")).isTrue();
    }

    @Test
    void anEmptyListGrantsNothing() {
        assertThat(new Grants(List.of()).include("batch_sum")).isFalse();
    }

    @Test
    void aDotIsNoWildcard() {
        assertThat(new Grants(List.of("tool.v1")).include("tool_v1")).isFalse();
    }

    @Test
    void whatPatternsMeanElsewhereMeansNothingHere() {
        assertThat(new Grants(List.of("a|b", "(c)", "\\Qd\\E", "[ef]")).include("b"))
                .isFalse();
        assertThat(new Grants(List.of("\\Qd\\E*")).include("d")).isFalse();
    }
}
