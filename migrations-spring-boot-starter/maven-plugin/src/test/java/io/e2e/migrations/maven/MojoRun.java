package io.e2e.migrations.maven;

import java.io.File;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Runs a goal whose parameters are set as Maven sets them. */
final class MojoRun {

    private final Mojo mojo;

    MojoRun(Mojo mojo) throws ReflectiveOperationException {
        this.mojo = mojo;
        with("directory", new File("").getAbsoluteFile());
    }

    MojoRun with(String parameter, Object value) throws ReflectiveOperationException {
        Class<?> type = this.mojo.getClass();
        while (true) {
            try {
                Field field = type.getDeclaredField(parameter);
                field.setAccessible(true);
                field.set(this.mojo, value);
                return this;
            } catch (NoSuchFieldException ex) {
                type = type.getSuperclass();
            }
        }
    }

    /** The lines that it logs. */
    List<String> execute() throws Exception {
        List<String> lines = new ArrayList<>();
        this.mojo.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                lines.add(content.toString());
            }
        });
        this.mojo.execute();
        return lines;
    }
}
