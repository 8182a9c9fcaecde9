package dev.goldfish.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tool that takes every type there may be in arguments, and gives back what it took. */
@ToolName("every_type")
@RegisterForReflection
class EveryType implements Tool<EveryType.Input, EveryType.Input> {
    enum Word {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE,
        PLAIN
    }

    record Inner(
            @NotBlank @Size(max = 3) String name,
            @Nullable Inner within,
            @Nullable List<Inner> beside) {}

    record Pair<A, B>(@NotNull A first, @Nullable B second) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Figure permits Circle, Both {}

    @JsonTypeName("circle")
    record Circle(@Positive double radius) implements Figure {}

    @JsonTypeName("both")
    record Both(@NotNull Figure one, @Nullable Figure other) implements Figure {}

    record Whole(
            byte bits,
            @Nullable Short small,
            @Nullable @Min(-5) @Max(20) Integer medium,
            @Nullable Long large,
            @Nullable @Positive BigInteger huge,
            OptionalInt maybe,
            @Nullable Set<String> different) {}

    record Real(
            @Nullable Float single,
            double twice,

            @Nullable @DecimalMin("0.5") @DecimalMax(value = "1e3", inclusive = false)
            Double ranged,

            @Nullable @NegativeOrZero BigDecimal exact,
            double @Nullable [] all) {}

    record Text(
            @NotEmpty String some,
            @Nullable @Size(min = 2, max = 4) String sized,
            @Nullable @Pattern(regexp = "[a-z]+|[0-9]{2}") String matching,

            @Nullable @NotBlank @Pattern(regexp = ".*b.*") @JsonProperty("two_rules")
            String twoRules,

            @Nullable Character letter,
            @Nullable UUID id,
            @Nullable URI link,
            byte @Nullable [] raw,
            Optional<@Size(max = 2) String> maybe) {}

    record Time(
            @Nullable Instant instant,
            @Nullable OffsetDateTime offset,
            @Nullable LocalDate date,
            @Nullable LocalDateTime local,
            @Nullable LocalTime day,
            @Nullable Duration duration,
            @Nullable List<LocalDate> dates) {}

    record Many(
            @NotNull List<@NotNull @Size(max = 2) String> texts,
            @Nullable @Size(min = 1, max = 3) List<@Nullable Boolean> flags,
            @Nullable @Size(min = 1, max = 2) Set<Word> words,
            @Nullable @Size(max = 2) Map<@Size(min = 1, max = 2) String, @Max(9) Integer> counts,
            @Nullable Map<Word, List<Integer>> byWord,
            @Nullable Map<String, Object> open,
            @Nullable Collection<Inner> inners,
            @Nullable Pair<String, Integer> pair) {}

    record Any(
            @Nullable Object any,
            @NotNull Object some,
            @Nullable JsonNode node,
            @Nullable ObjectNode object,
            @Nullable List<?> list) {}

    record Input(
            @JsonPropertyDescription("Numbers without a fraction.") @Nullable
            Whole whole,

            @Nullable Real real,
            @Nullable Text text,
            @Nullable Time time,
            @Nullable Many many,
            @Nullable Any any,
            @Nullable Inner inner,
            @Nullable Figure figure,
            @Nullable Word word,
            @Nullable @AssertTrue Boolean agreed) {}

    @Override
    public Input call(Input input, Caller caller) {
        return input;
    }
}
