package io.e2e.migrations.boot.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which tools of the application migrate its database. Looks at properties, definitions and files; creates no bean. */
final class Engines {

    private Engines() {}

    /** The tools that have migrations of their own, as a list for people; empty if there is none. */
    static String present(ConfigurableListableBeanFactory beans, Environment environment) {
        Binder binder = Binder.get(environment);
        return labels(Engine.enabled(binder).stream()
                .filter(engine -> engine.isPresent(beans, binder))
                .toList());
    }

    static String labels(List<Engine> engines) {
        return engines.stream().map(Engine::label).collect(Collectors.joining(" and "));
    }
}
