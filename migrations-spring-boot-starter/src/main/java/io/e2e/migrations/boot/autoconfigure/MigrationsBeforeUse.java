package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.DatabaseSupport;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Applies the migrations when a bean that leads to the database is complete and before anything receives it: another bean
 * may query the database while it is created. Spring Boot orders only beans of types that it knows.
 */
final class MigrationsBeforeUse implements BeanFactoryPostProcessor, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationsBeforeUse.class);

    /** Last, because other post-processors replace DataSource beans, and register mocks as singletons. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> ways = new ArrayList<>();
        for (Class<?> type : DatabaseSupport.waysToDatabase()) {
            ways.addAll(List.of(beans.getBeanNamesForType(type, true, false)));
        }
        for (String name : ways) {
            beans.addSingletonCallback(name, complete -> migrate(beans, ways));
        }
    }

    /** A DataSource that needs other ways, such as details or a routing one's targets, may be the one that is migrated. */
    private static void migrate(ConfigurableListableBeanFactory beans, List<String> ways) {
        if (beans.isCurrentlyInCreation(ApplicationDatabase.INITIALIZER)) {
            return;
        }
        for (String way : ways) {
            if (beans.isCurrentlyInCreation(way)) {
                return;
            }
        }
        try {
            beans.getBean(ApplicationDatabase.INITIALIZER);
        } catch (BeanCreationException ex) {
            // A bean that the migrations need, such as a listener, is in creation and waits for this one.
            if (!(ex.getMostSpecificCause() instanceof BeanCurrentlyInCreationException)) {
                throw ex;
            }
            LOG.debug("The migrations are applied later, because one of their beans is in creation", ex);
        }
    }
}
