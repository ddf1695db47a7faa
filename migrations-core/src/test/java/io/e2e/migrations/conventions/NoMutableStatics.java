package io.e2e.migrations.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a JVM shares must not change, or two services in it would disturb each other. */
final class NoMutableStatics {

    private NoMutableStatics() {}

    static ArchRule rule() {
        return classes()
                .should(Violations.of(
                        "have no static fields that change, nor hold what changes",
                        type -> type.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                                .filter(NoMutableStatics::isMutable)
                                .map(field -> field.getFullName() + " is mutable static state")));
    }

    private static boolean isMutable(JavaField field) {
        Class<?> type = field.getRawType().reflect();
        if (!field.getModifiers().contains(JavaModifier.FINAL) || type.isArray()) {
            return true;
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return !isUnmodifiable(value(field.reflect()));
        }
        return ThreadLocal.class.isAssignableFrom(type)
                || Appendable.class.isAssignableFrom(type)
                || (type.getName().startsWith("java.util.concurrent.") && type != TimeUnit.class);
    }

    /** The JDK has no type for it, only the classes behind {@code List.of} and {@code Collections.unmodifiableList}. */
    private static boolean isUnmodifiable(Object collection) {
        String name = collection.getClass().getName();
        return name.startsWith("java.util.ImmutableCollections$")
                || name.startsWith("java.util.Collections$Unmodifiable");
    }

    private static Object value(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
