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

/** Counts the top-level types that the API has in each package, exceptions apart. */
final class PublicTypesPerPackage extends ArchCondition<JavaClass> {

    private final int most;
    private final Map<String, Set<String>> types = new TreeMap<>();
    private ApiTypes api = new ApiTypes(Set.of());

    PublicTypesPerPackage(int most) {
        super("be in packages of at most %d types of the API", most);
        this.most = most;
    }

    @Override
    public void init(Collection<JavaClass> classes) {
        this.api = ApiTypes.of(classes);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (type.isTopLevelClass() && this.api.contains(type) && !type.isAssignableTo(Throwable.class)) {
            this.types
                    .computeIfAbsent(type.getPackageName(), any -> new TreeSet<>())
                    .add(type.getSimpleName());
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        this.types.forEach((name, members) -> {
            if (members.size() > this.most) {
                events.add(SimpleConditionEvent.violated(
                        name, name + " has " + members.size() + " types of the API: " + String.join(", ", members)));
            }
        });
        this.types.clear();
    }
}
