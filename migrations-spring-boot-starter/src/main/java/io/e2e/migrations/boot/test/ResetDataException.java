package io.e2e.migrations.boot.test;

import io.e2e.migrations.boot.test.ResetData.Phase;
import io.e2e.migrations.config.MigrationException;
import java.lang.reflect.Method;

/** A test asks for {@link ResetData} in a way that cannot be followed. */
public final class ResetDataException extends MigrationException {

    private ResetDataException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static ResetDataException disabled(Class<?> testClass) {
        return new ResetDataException(
                testClass.getName() + " asks for @ResetData, but e2e.migrations.enabled is false, so there is nothing"
                        + " that could reset data.",
                "Remove @ResetData from the class, or e2e.migrations.enabled=false from its properties.");
    }

    static ResetDataException phaseOfClassOnMethod(Method method, Phase phase) {
        return new ResetDataException(
                method.getDeclaringClass().getName() + "." + method.getName() + " asks for @ResetData with phase "
                        + phase + ", which applies to classes, not to methods.",
                "Put the annotation on the class, or use BEFORE_METHOD or AFTER_METHOD.");
    }
}
