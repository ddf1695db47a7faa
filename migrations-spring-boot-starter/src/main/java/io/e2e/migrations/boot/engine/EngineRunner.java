package io.e2e.migrations.boot.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Runs the beans of engines whose work is kept when they are initialized, in place of Spring itself. */
final class EngineRunner implements InstantiationAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor {

    private final List<Class<?>> runners;
    private final List<Class<?>> parts;
    private final ObjectProvider<EngineDatabase> database;

    EngineRunner(Environment environment, ObjectProvider<EngineDatabase> database) {
        Binder binder = Binder.get(environment);
        List<Engine> engines = Engine.enabled(binder);
        this.runners = engines.stream().<Class<?>>map(Engine::runner).toList();
        this.parts = engines.stream().flatMap(engine -> engine.parts().stream()).toList();
        this.database = database;
    }

    @Override
    public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
        if (isOne(this.parts, type)) {
            this.database.getObject().begin();
        }
        return null;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
        if (runs(type, name)) {
            definition.registerExternallyManagedInitMethod("afterPropertiesSet");
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof InitializingBean engine && runs(bean.getClass(), name)) {
            this.database.getObject().run(name, engine);
        }
        return bean;
    }

    private boolean runs(Class<?> type, String name) {
        return isOne(this.runners, type) && this.database.getObject().has(name);
    }

    private static boolean isOne(List<Class<?>> types, Class<?> type) {
        for (Class<?> candidate : types) {
            if (candidate.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }
}
