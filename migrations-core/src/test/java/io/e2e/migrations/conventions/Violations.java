package io.e2e.migrations.conventions;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.stream.Stream;

/** Conditions of ArchUnit in the form that is easiest to read: a class and what is wrong with it. */
public final class Violations {

    private Violations() {}

    /** A condition that is broken once for each text. */
    public static ArchCondition<JavaClass> of(String description, Function<JavaClass, Stream<String>> violations) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations.apply(type).forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
            }
        };
    }

    /** Types that other modules can see. */
    static DescribedPredicate<JavaClass> visible() {
        return DescribedPredicate.describe("are visible to other modules", PublicTypes::isVisible);
    }
}
