package io.e2e.migrations.boot.engine;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.DatabaseSupport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Beans of the application that can get to the database, as they hold something that leads there. Creates none. */
final class DatabaseUsers {

    private static final List<String> FRAMEWORK =
            List.of("org.springframework.", "io.e2e.migrations.boot.", "io.e2e.migrations.isolation.");

    private final ConfigurableListableBeanFactory beans;
    private Set<String> marked = Set.of();

    DatabaseUsers(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Whether there is a database yet. */
    boolean areServed() {
        return Arrays.stream(this.beans.getBeanNamesForType(MigrationService.class, true, false))
                .anyMatch(this.beans::containsSingleton);
    }

    /** From now on, only further beans count. */
    void mark() {
        this.marked = Set.of(this.beans.getSingletonNames());
    }

    /** The beans that were created since the last mark and can get to the database. */
    List<String> sinceMark() {
        return users().filter(name -> !this.marked.contains(name)).toList();
    }

    /** Who has these sessions, as far as it can be told. */
    String describe(List<String> sessions) {
        List<String> names = users().toList();
        return names.isEmpty() ? sessions.get(0) : quoted(names);
    }

    static String quoted(List<String> names) {
        return "'" + String.join("', '", names) + "'";
    }

    private Stream<String> users() {
        Set<String> ways = new HashSet<>();
        Stream.concat(DatabaseSupport.waysToDatabase().stream(), Stream.of(MigrationService.class))
                .forEach(type -> ways.addAll(List.of(this.beans.getBeanNamesForType(type, true, false))));
        return Arrays.stream(this.beans.getSingletonNames())
                .filter(this::isApplications)
                .filter(name -> leadsTo(ways, name))
                .sorted();
    }

    private boolean isApplications(String name) {
        if (!this.beans.containsBeanDefinition(name)) {
            return false;
        }
        Object bean = this.beans.getSingleton(name);
        String type = bean == null ? "" : bean.getClass().getName();
        return !Engine.isKnown(this.beans, name) && FRAMEWORK.stream().noneMatch(type::startsWith);
    }

    private boolean leadsTo(Set<String> ways, String name) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (!next.equals(name) && ways.contains(next)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(List.of(this.beans.getDependenciesForBean(next)));
            }
        }
        return false;
    }
}
