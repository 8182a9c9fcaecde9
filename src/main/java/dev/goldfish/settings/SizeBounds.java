package dev.goldfish.settings;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The bounds of a size, both included. */
@Target({ElementType.METHOD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SizeBounds.Check.class)
public @interface SizeBounds {
    String min();

    String max();

    String message() default "must be a size in bytes, or with K, M or G, from {min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Compares. */
    final class Check implements ConstraintValidator<SizeBounds, MemorySize> {
        private BigInteger min = BigInteger.ZERO;
        private BigInteger max = BigInteger.ZERO;

        @Override
        public void initialize(SizeBounds bounds) {
            min = SizeText.parse(bounds.min()).asBigInteger();
            max = SizeText.parse(bounds.max()).asBigInteger();
        }

        @Override
        public boolean isValid(@Nullable MemorySize value, ConstraintValidatorContext context) {
            return value == null
                    || (value.asBigInteger().compareTo(min) >= 0
                            && value.asBigInteger().compareTo(max) <= 0);
        }
    }
}
