package io.e2e.migrations.conventions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Limits how many top-level classes of a kind each package has. */
final class ClassesPerPackage extends ArchCondition<JavaClass> {

    private final int most;
    private final String kind;
    private final Function<Collection<JavaClass>, Predicate<JavaClass>> kindAmong;
    private final Map<String, Set<String>> found = new TreeMap<>();
    private Predicate<JavaClass> counted = type -> true;

    /**
     * Limits the classes of one kind.
     *
     * @param kind what they are called in a message
     * @param kindAmong tells, knowing all classes, which are of this kind
     */
    ClassesPerPackage(int most, String kind, Function<Collection<JavaClass>, Predicate<JavaClass>> kindAmong) {
        super("be in packages of at most %d %s", most, kind);
        this.most = most;
        this.kind = kind;
        this.kindAmong = kindAmong;
    }

    @Override
    public void init(Collection<JavaClass> classes) {
        this.counted = this.kindAmong.apply(classes);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (type.isTopLevelClass() && this.counted.test(type)) {
            this.found
                    .computeIfAbsent(type.getPackageName(), any -> new TreeSet<>())
                    .add(type.getSimpleName());
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        this.found.forEach((name, members) -> {
            if (members.size() > this.most) {
                String names = String.join(", ", members);
                events.add(SimpleConditionEvent.violated(
                        name, name + " has " + members.size() + " " + this.kind + ": " + names));
            }
        });
        this.found.clear();
    }
}
