package dev.goldfish.tool;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.ValidationException;
import jakarta.validation.ValidatorFactory;
import java.util.Locale;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;

/**
 * Has Bean Validation check what a schema does not say, and stops it after some violations: it keeps them in a set whose
 * work grows with the square of their number, and its own fail-fast mode goes on through all elements of a list. It asks
 * for the message of each violation when it finds it, which is where it can be stopped.
 */
final class UnsaidRules implements MessageInterpolator {
    /** Rules that were checked with the schema are not told again, but their number is bounded as well. */
    private static final int MOST_IN_ALL = 500;

    private final MessageInterpolator messages;
    private final Constraints constraints;
    private final Violations found;
    private int all;

    private UnsaidRules(MessageInterpolator messages, Constraints constraints, Violations found) {
        this.messages = messages;
        this.constraints = constraints;
        this.found = found;
    }

    /** @throws InvalidArgumentsException where there are more violations than are told */
    static void check(Object input, ValidatorFactory validation, Constraints constraints, Violations found) {
        try {
            var unused = validation
                    .usingContext()
                    .messageInterpolator(new UnsaidRules(validation.getMessageInterpolator(), constraints, found))
                    .getValidator()
                    .validate(input);
        } catch (ValidationException e) {
            throw e.getCause() instanceof InvalidArgumentsException enough ? enough : e;
        }
    }

    @Override
    public String interpolate(String template, Context context) {
        return told(messages.interpolate(template, context), context);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return told(messages.interpolate(template, context, locale), context);
    }

    private String told(String message, Context context) {
        all++;
        if (all > MOST_IN_ALL || !constraints.isSaid(context.getConstraintDescriptor())) {
            String path = context.unwrap(HibernateMessageInterpolatorContext.class)
                    .getPropertyPath()
                    .toString();
            found.add(path.replaceAll("\\.?<[^>]*>", ""), message);
        }
        return message;
    }
}
