package io.e2e.migrations.conventions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The public types of a module as a text, a line each, for a {@link GoldenFile}. */
public final class PublicTypes {

    private PublicTypes() {}

    /** Kind and name of every type that other modules can see, by name: first the API, then what is internal. */
    public static String of(JavaClasses classes) {
        ApiTypes api = ApiTypes.of(classes);
        return lines("API", classes, api::contains) + "\n" + lines("internal", classes, Predicate.not(api::contains));
    }

    private static String lines(String heading, JavaClasses classes, Predicate<JavaClass> chosen) {
        return classes.stream()
                .filter(PublicTypes::isVisible)
                .filter(chosen)
                .map(type -> type.getName() + ": " + kind(type))
                .sorted()
                .collect(Collectors.joining("\n", "# " + heading + "\n", "\n"));
    }

    /** Whether the type and every type around it is public. */
    static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicTypes::isVisible).orElse(true);
    }

    private static String kind(JavaClass type) {
        if (type.isRecord()) {
            return "record";
        }
        if (type.isEnum()) {
            return "enum";
        }
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return type.reflect().isSealed() ? "sealed interface" : "interface";
        }
        if (type.getModifiers().contains(JavaModifier.FINAL)) {
            return "final class";
        }
        return type.getModifiers().contains(JavaModifier.ABSTRACT) ? "abstract class" : "class";
    }
}
