package dev.goldfish.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

/** The bounds of a duration, both included. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = DurationBounds.Check.class)
public @interface DurationBounds {
    String min();

    String max();

    String message() default "must be a duration with a unit (500ms, 30s, 5m, 1h), from {min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Compares. */
    final class Check implements ConstraintValidator<DurationBounds, Duration> {
        private Duration min = Duration.ZERO;
        private Duration max = Duration.ZERO;

        @Override
        public void initialize(DurationBounds bounds) {
            min = DurationText.parse(bounds.min());
            max = DurationText.parse(bounds.max());
        }

        @Override
        public boolean isValid(Duration value, ConstraintValidatorContext context) {
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        }
    }
}
