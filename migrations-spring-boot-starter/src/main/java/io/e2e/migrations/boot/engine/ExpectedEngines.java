package io.e2e.migrations.boot.engine;

import io.e2e.migrations.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the application's engines will do, as far as its own definitions tell: Spring Boot has not defined its beans yet. If it
 * turns out to be different, what was begun is of no use.
 *
 * @param asked whether the application asks for migrations of ours, or has no engine that could be alone
 * @param changed whether the application changes what an engine does
 */
public record ExpectedEngines(boolean asked, boolean changed) {

    /** Looks at the definitions of a context. */
    public static ExpectedEngines in(
            ConfigurableListableBeanFactory beans, Environment environment, List<Class<?>> asking) {
        List<Engine> engines = Engine.enabled(Binder.get(environment));
        if (engines.isEmpty()) {
            return new ExpectedEngines(true, false);
        }
        boolean changed = false;
        for (Engine engine : engines) {
            changed |= engine.ownBean(beans).isPresent();
        }
        return new ExpectedEngines(NothingAsked.isAsked(environment, beans, asking), changed);
    }

    /** What they will do by these properties and the files, which are read. */
    public Work work(Environment environment) {
        EngineKey key = EngineKey.expected(environment, TimeSource.system().now());
        return new Work(
                this.changed ? null : key.key(), !this.asked && !key.engines().isEmpty());
    }

    /**
     * The work of engines.
     *
     * @param addition names it; {@code null} if that is nothing, or cannot be told
     * @param isAlone whether nothing of ours is applied before it
     */
    public record Work(@Nullable String addition, boolean isAlone) {}
}
