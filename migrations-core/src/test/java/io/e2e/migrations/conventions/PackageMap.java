package io.e2e.migrations.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of a module, each with those of ours that it may know.
 *
 * @param mayKnow the names below {@code io.e2e.migrations}; the empty name is that package itself
 */
public record PackageMap(Map<String, Set<String>> mayKnow) {

    private static final String ROOT = "io.e2e.migrations";

    public PackageMap {
        mayKnow = Map.copyOf(mayKnow);
    }

    /** Reads a map with a line for each package: its name, an arrow, and what it may know; {@code (root)} is the root. */
    public static PackageMap parse(String text) {
        return new PackageMap(text.lines()
                .map(line -> line.split("->", -1))
                .collect(Collectors.toMap(line -> parseName(line[0]), line -> parseNames(line[1]))));
    }

    private static Set<String> parseNames(String list) {
        return list.isBlank()
                ? Set.of()
                : Arrays.stream(list.split(",")).map(PackageMap::parseName).collect(Collectors.toSet());
    }

    private static String parseName(String name) {
        return name.strip().replace("(root)", "");
    }

    /** The packages that have a place in the map. */
    public List<String> packages() {
        return this.mayKnow.keySet().stream().sorted().toList();
    }

    /** The packages that these classes are in. */
    public static Set<String> of(JavaClasses classes) {
        return classes.stream().map(PackageMap::name).collect(Collectors.toSet());
    }

    /** A package knows only what the map says. */
    public ArchRule rule(String name) {
        Set<String> known = this.mayKnow.getOrDefault(name, Set.of());
        return classes()
                .that()
                .resideInAPackage(name.isEmpty() ? ROOT : ROOT + "." + name)
                .should(Violations.of("know only " + known, type -> strangers(type, known)));
    }

    private static Stream<String> strangers(JavaClass type, Set<String> known) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    return target.getPackageName().startsWith(ROOT)
                            && !target.getPackageName().equals(type.getPackageName())
                            && !known.contains(name(target));
                })
                .map(Object::toString);
    }

    private static String name(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}
