package io.e2e.migrations.boot.diagnostics;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.AttributeAccessor;

/** Keeps the explainer of a context in a bean definition, which outlives the beans of a context that fails. */
public final class KeptExplainer {

    private static final String ATTRIBUTE = DatabaseErrorExplainer.class.getName();

    private KeptExplainer() {}

    /** Keeps an explainer in this definition. */
    public static void keep(DatabaseErrorExplainer explainer, AttributeAccessor definition) {
        definition.setAttribute(ATTRIBUTE, explainer);
    }

    /** The explainer that one of the definitions keeps. */
    public static Optional<DatabaseErrorExplainer> in(BeanFactory beanFactory) {
        if (!(beanFactory instanceof ConfigurableListableBeanFactory definitions)) {
            return Optional.empty();
        }
        return Arrays.stream(definitions.getBeanDefinitionNames())
                .map(name -> definitions.getBeanDefinition(name).getAttribute(ATTRIBUTE))
                .filter(Objects::nonNull)
                .map(DatabaseErrorExplainer.class::cast)
                .findFirst();
    }
}
