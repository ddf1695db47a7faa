package io.e2e.migrations.boot.engine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which tools of the application migrate its database. Looks at properties, definitions and files; creates no bean. */
public final class Engines {

    private Engines() {}

    /**
     * The tools that have migrations of their own, as a list for people; empty if there is none. Beans of the application's own
     * count, whatever they run.
     */
    public static String present(ConfigurableListableBeanFactory beans, Environment environment) {
        Binder binder = Binder.get(environment);
        return labels(Engine.all().stream()
                .filter(engine -> engine.isEnabled(binder))
                .filter(engine -> {
                    List<String> names = engine.beans(beans);
                    return names.stream().anyMatch(name -> !Engine.isByBoot(beans, name))
                            || (!names.isEmpty() && engine.hasFiles(binder));
                }));
    }

    /** The tools that will be present unless their configuration is left out: Spring Boot has not defined its beans yet. */
    public static String expected(Environment environment) {
        Binder binder = Binder.get(environment);
        return labels(Engine.all().stream().filter(engine -> engine.isEnabled(binder) && engine.hasFiles(binder)));
    }

    private static String labels(Stream<Engine> engines) {
        return engines.map(Engine::label).collect(Collectors.joining(" and "));
    }
}
