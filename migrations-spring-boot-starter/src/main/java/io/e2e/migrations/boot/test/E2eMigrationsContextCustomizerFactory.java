package io.e2e.migrations.boot.test;

import java.util.List;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Reads a test class's {@link E2eMigrations}, on the class, inherited, around a nested one, or behind another annotation. */
final class E2eMigrationsContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        return E2eMigrationsContextCustomizer.of(
                TestContextAnnotationUtils.findMergedAnnotation(testClass, E2eMigrations.class));
    }
}
