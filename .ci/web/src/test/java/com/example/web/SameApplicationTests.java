package com.example.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.ClassUtils;

/** Describes the application; with the starter on the class path, the description must be the one without it. */
@ExtendWith(OutputCaptureExtension.class)
class SameApplicationTests {

    @Test
    void applicationWhenTheStarterIsOnItsClassPathIsTheSame(CapturedOutput output) throws IOException {
        List<String> description;
        try (ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication.run(
                WebApplication.class,
                "--server.port=0",
                // It reports the failures that are asked for.
                "--logging.level.org.apache.catalina.core.ContainerBase=off",
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "--e2e.migrations.target=embedded")) {
            description = new Description(context, output).lines();
            boolean starter = ClassUtils.isPresent(
                    "io.e2e.migrations.MigrationService", getClass().getClassLoader());
            assertThat(context.containsBean("migrationService")).isEqualTo(starter);
            Path file = Path.of(System.getProperty("description"));
            assertThat(file).hasFileName(starter ? "with.txt" : "without.txt");
            Files.write(file, description);
            if (starter) {
                assertThat(description).isEqualTo(Files.readAllLines(file.resolveSibling("without.txt")));
            }
        }
    }
}
