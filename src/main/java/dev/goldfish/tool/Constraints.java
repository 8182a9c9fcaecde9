package dev.goldfish.tool;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The constraints of one tool's arguments: which of them its schema says, and which only Bean Validation can check. */
final class Constraints {
    private final Validator validator;
    private final MessageInterpolator messages;
    private final Set<ConstraintDescriptor<?>> said = new HashSet<>();
    private final Set<ConstraintDescriptor<?>> unsaid = new HashSet<>();

    Constraints(Validator validator, MessageInterpolator messages) {
        this.validator = validator;
        this.messages = messages;
    }

    static boolean isActive(ConstraintDescriptor<?> constraint) {
        return constraint.getGroups().isEmpty() || constraint.getGroups().contains(Default.class);
    }

    /** Of a record's component, by its name in Java. */
    Rules of(Class<?> record, String component) {
        PropertyDescriptor property = validator.getConstraintsForClass(record).getConstraintsForProperty(component);
        return property == null ? none() : at(property, property.getConstrainedContainerElementTypes());
    }

    Rules at(ElementDescriptor place, Set<ContainerElementTypeDescriptor> parts) {
        return new Rules(this, place.getConstraintDescriptors(), parts);
    }

    Rules none() {
        return new Rules(this, Set.of(), Set.of());
    }

    /** Notes the rules of a record as a whole, and those of what it computes: no schema can say them. */
    void leaveThoseOf(Class<?> record, Set<String> components) {
        BeanDescriptor bean = validator.getConstraintsForClass(record);
        Stream<ConstraintDescriptor<?>> computed = bean.getConstrainedProperties().stream()
                .filter(property -> !components.contains(property.getPropertyName()))
                .flatMap(property -> property.getConstraintDescriptors().stream());
        Stream.concat(bean.getConstraintDescriptors().stream(), computed)
                .filter(Constraints::isActive)
                .forEach(this::leave);
    }

    void say(ConstraintDescriptor<?> constraint) {
        said.add(constraint);
    }

    void leave(ConstraintDescriptor<?> constraint) {
        unsaid.add(constraint);
    }

    /** Whether the schema says all there is to say. */
    boolean allSaid() {
        return unsaid.isEmpty();
    }

    /** Whether a rule was checked with the schema already, which also counts characters otherwise. */
    boolean isSaid(ConstraintDescriptor<?> constraint) {
        return said.contains(constraint) && !unsaid.contains(constraint);
    }

    /** Its author's message, or else the standard one. */
    String message(ConstraintDescriptor<?> constraint, String standard) {
        String template = constraint.getMessageTemplate();
        boolean own = !template.startsWith("{jakarta.validation.constraints.")
                && !template.startsWith("{org.hibernate.validator.constraints.");
        return own ? messages.interpolate(template, new Context(constraint)) : standard;
    }

    /** Made when the server starts: a message holds no value. */
    private record Context(ConstraintDescriptor<?> constraint) implements MessageInterpolator.Context {
        @Override
        public ConstraintDescriptor<?> getConstraintDescriptor() {
            return constraint;
        }

        @Override
        @SuppressWarnings("NullAway") // The contract allows it; there is no value yet.
        public Object getValidatedValue() {
            return null;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new ValidationException("this context is no " + type.getName());
        }
    }
}
