package dev.goldfish.tool;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;
import org.hibernate.validator.spi.nodenameprovider.PropertyNodeNameProvider;

/** Lets Bean Validation call an argument what the caller calls it, for example {@code job_id}. */
public final class WireNames implements PropertyNodeNameProvider {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String getName(Property property) {
        if (!(property instanceof JavaBeanProperty component)) {
            return property.getName();
        }
        DeserializationConfig config = json.getDeserializationConfig();
        JavaType type = json.constructType(component.getDeclaringClass());
        return config.introspect(type).findProperties().stream()
                .filter(candidate -> candidate.getInternalName().equals(component.getName()))
                .map(BeanPropertyDefinition::getName)
                .findFirst()
                .orElse(component.getName());
    }
}
