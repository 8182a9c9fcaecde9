package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** Every attack has exactly one test that answers for it. */
class AttackListTest {
    private static final Map<String, List<Method>> TESTS =
            ReflectionSupport.findAllClassesInPackage("dev.goldfish.attacks", type -> true, name -> true).stream()
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(Attack.class))
                    .collect(Collectors.groupingBy(
                            method -> method.getAnnotation(Attack.class).value()));

    @Test
    void thereAreSixtyAtLeast() {
        assertThat(AttackRow.all()).hasSizeGreaterThanOrEqualTo(60).containsKeys("A01", "A60");
    }

    @Test
    void eachHasOneTest() {
        assertThat(TESTS.keySet()).isEqualTo(AttackRow.all().keySet());
        assertThat(TESTS.values()).allSatisfy(tests -> assertThat(tests).hasSize(1));
    }

    /** {@code 2-json} in {@code JsonAttackTest}, for example. */
    @Test
    void eachTestIsWithItsGroup() {
        TESTS.forEach((id, tests) -> {
            String group = AttackRow.of(id).group().replaceFirst("\\d-", "");
            assertThat(tests.get(0).getDeclaringClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .as(id)
                    .startsWith(group);
        });
    }
}
