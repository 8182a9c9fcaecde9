package dev.goldfish.tool;

import dev.goldfish.tool.NumberShape.Bound;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hibernate.validator.constraints.Length;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;

/** The constraints of Bean Validation at one place. A shape takes those that it can say; the rest is not for schemas. */
final class Rules {
    private final Constraints constraints;
    private final List<ConstraintDescriptor<?>> left;
    private final Set<ContainerElementTypeDescriptor> parts;
    private final boolean required;

    Rules(
            Constraints constraints,
            Collection<ConstraintDescriptor<?>> here,
            Set<ContainerElementTypeDescriptor> parts) {
        this.constraints = constraints;
        this.parts = parts;
        left = new ArrayList<>(here.stream().filter(Constraints::isActive).toList());
        required = has(NotNull.class) || has(NotEmpty.class) || has(NotBlank.class);
        take(NotNull.class, (any, message) -> {});
    }

    /** Whether there must be a value. */
    boolean required() {
        return required;
    }

    /** Of the elements of an array or a collection, or of a map's names (0) and values (1). */
    Rules ofPart(int index) {
        return parts.stream()
                .filter(part -> part.getTypeArgumentIndex() == null || part.getTypeArgumentIndex() == index)
                .findFirst()
                .map(part -> constraints.at(part, part.getConstrainedContainerElementTypes()))
                .orElseGet(constraints::none);
    }

    /** Notes what no shape has taken. */
    void close() {
        left.forEach(constraints::leave);
        left.clear();
    }

    SizeRange size() {
        List<SizeRange> ranges = new ArrayList<>();
        take(Size.class, (size, message) -> ranges.add(range(size.min(), size.max(), message)));
        take(Length.class, (length, message) -> ranges.add(range(length.min(), length.max(), message)));
        take(NotEmpty.class, (any, message) -> {
            String rule = message.apply("must not be empty");
            ranges.add(new SizeRange(1, Integer.MAX_VALUE, rule, rule));
        });
        return ranges.stream().reduce(SizeRange.ANY, SizeRange::and);
    }

    private static SizeRange range(int least, int most, Function<String, String> message) {
        String rule = message.apply(
                most == Integer.MAX_VALUE
                        ? "size must be at least " + least
                        : "size must be between " + least + " and " + most);
        return new SizeRange(least, most, rule, rule);
    }

    /** @throws IllegalArgumentException where a schema cannot say one of them */
    List<Expression> expressions() {
        List<Expression> all = new ArrayList<>();
        // What trims is what Bean Validation trims, and no other kind of blank.
        take(
                NotBlank.class,
                (any, message) ->
                        all.add(Expression.anywhere("[^\\u0000-\\u0020]", message.apply("must not be blank"))));
        take(Pattern.class, (pattern, message) -> {
            if (pattern.flags().length > 0) {
                throw new IllegalArgumentException(
                        "a schema cannot say the flags of @Pattern: write them into the expression," + " such as [Aa]");
            }
            all.add(Expression.whole(pattern.regexp(), message.apply("must match \"" + pattern.regexp() + "\"")));
        });
        return all;
    }

    /** A hint for callers: what an address must be is left to Bean Validation. */
    @Nullable
    String format() {
        return has(Email.class) ? "email" : null;
    }

    BooleanShape only() {
        List<BooleanShape> only = new ArrayList<>();
        take(AssertTrue.class, (any, message) -> only.add(new BooleanShape(true, message.apply("must be true"))));
        take(AssertFalse.class, (any, message) -> only.add(new BooleanShape(false, message.apply("must be false"))));
        return only.isEmpty() ? new BooleanShape(null, "") : only.get(0);
    }

    NumberShape within(NumberShape ofType) {
        NumberShape[] number = {ofType};
        take(
                Min.class,
                (min, message) -> number[0] = number[0].atLeast(least(BigDecimal.valueOf(min.value()), true, message)));
        take(
                Max.class,
                (max, message) -> number[0] = number[0].atMost(most(BigDecimal.valueOf(max.value()), true, message)));
        take(
                DecimalMin.class,
                (min, message) ->
                        number[0] = number[0].atLeast(least(new BigDecimal(min.value()), min.inclusive(), message)));
        take(
                DecimalMax.class,
                (max, message) ->
                        number[0] = number[0].atMost(most(new BigDecimal(max.value()), max.inclusive(), message)));
        take(Range.class, (range, message) -> {
            String rule = message.apply("must be between " + range.min() + " and " + range.max());
            number[0] = number[0]
                    .atLeast(new Bound(BigDecimal.valueOf(range.min()), false, rule, true))
                    .atMost(new Bound(BigDecimal.valueOf(range.max()), false, rule, true));
        });
        take(Positive.class, (any, message) -> number[0] = number[0].atLeast(least(BigDecimal.ZERO, false, message)));
        take(
                PositiveOrZero.class,
                (any, message) -> number[0] = number[0].atLeast(least(BigDecimal.ZERO, true, message)));
        take(Negative.class, (any, message) -> number[0] = number[0].atMost(most(BigDecimal.ZERO, false, message)));
        take(
                NegativeOrZero.class,
                (any, message) -> number[0] = number[0].atMost(most(BigDecimal.ZERO, true, message)));
        return number[0];
    }

    static Bound least(BigDecimal limit, boolean inclusive, Function<String, String> message) {
        String rule =
                message.apply("must be greater than " + (inclusive ? "or equal to " : "") + limit.toPlainString());
        return new Bound(limit, !inclusive, rule, true);
    }

    static Bound most(BigDecimal limit, boolean inclusive, Function<String, String> message) {
        String rule = message.apply("must be less than " + (inclusive ? "or equal to " : "") + limit.toPlainString());
        return new Bound(limit, !inclusive, rule, true);
    }

    private boolean has(Class<? extends Annotation> type) {
        return left.stream().anyMatch(constraint -> constraint.getAnnotation().annotationType() == type);
    }

    /** Takes the constraints of a type; the message that goes with each is its author's, or else the one that is given. */
    private <A extends Annotation> void take(Class<A> type, BiConsumer<A, Function<String, String>> use) {
        left.removeIf(constraint -> {
            if (constraint.getAnnotation().annotationType() != type) {
                return false;
            }
            use.accept(type.cast(constraint.getAnnotation()), standard -> constraints.message(constraint, standard));
            constraints.say(constraint);
            return true;
        });
    }
}
