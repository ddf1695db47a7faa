package io.e2e.migrations.conventions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public types of a module that its users meet: those that the README, the pages or the samples name in code, those that
 * a method named there takes or returns, those inside of such a type, and the exceptions, which anyone can catch. All other
 * public types are internal.
 *
 * @param names the names of the types
 */
record ApiTypes(Set<String> names) {

    private static final Pattern CODE_OF_A_PAGE = Pattern.compile("(?s)```.*?```|`[^`\n]+`");
    private static final Pattern TYPE = Pattern.compile("@?\\b[A-Z]\\w+\\b");
    private static final Pattern CALL = Pattern.compile("\\b[a-z]\\w*(?=\\(| ?=)");

    /** The API among these classes, as the pages and samples of this repository use it. */
    static ApiTypes of(Collection<JavaClass> classes) {
        String code = code();
        Set<String> types = all(TYPE, code);
        Set<String> calls = all(CALL, code);
        List<JavaClass> visible =
                classes.stream().filter(PublicTypes::isVisible).toList();
        Set<String> api = new HashSet<>();
        visible.stream()
                .filter(type -> type.isAssignableTo(Throwable.class) || types.contains(name(type)))
                .forEach(type -> add(type, calls, api));
        return new ApiTypes(visible.stream()
                .filter(type -> Stream.iterate(
                                Optional.of(type),
                                Optional::isPresent,
                                inner -> inner.get().getEnclosingClass())
                        .anyMatch(around -> api.contains(around.get().getName())))
                .map(JavaClass::getName)
                .collect(Collectors.toSet()));
    }

    /** As code names it, which uses annotations with their sign. */
    private static String name(JavaClass type) {
        return (type.isAnnotation() ? "@" : "") + type.getSimpleName();
    }

    boolean contains(JavaClass type) {
        return this.names.contains(type.getName());
    }

    private static void add(JavaClass type, Set<String> calls, Set<String> api) {
        if (type.getPackageName().startsWith("io.e2e.migrations") && api.add(type.getName())) {
            type.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(method -> calls.contains(method.getName()))
                    .flatMap(ApiTypes::signature)
                    .forEach(used -> add(used, calls, api));
        }
    }

    private static Stream<JavaClass> signature(JavaMethod method) {
        return Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                .map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Set::stream);
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** What is code in the pages for users, and all code of the samples. Decisions and architecture are about the inside. */
    private static String code() {
        Path repository = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (!Files.exists(repository.resolve("README.md"))) {
            repository = repository.getParent();
        }
        Stream<String> pages = Stream.concat(
                        Stream.of(repository.resolve("README.md")), files(repository.resolve("docs"), ".md"))
                .map(ApiTypes::read)
                .flatMap(text -> CODE_OF_A_PAGE.matcher(text).results().map(MatchResult::group));
        return Stream.concat(
                        pages, files(repository.resolve("samples"), ".java").map(ApiTypes::read))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file ->
                            !file.startsWith(directory.resolve("decisions")) && !file.endsWith("architecture.md"))
                    .toList()
                    .stream();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
