package io.e2e.migrations.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where pages are written: below what a build makes, in the module, and in the root of a build of several modules. */
final class PageDirectories {

    private static final String NAME = "e2e-migrations";

    /** No build has modules deeper than this in each other. */
    private static final int MOST_LEVELS = 8;

    private PageDirectories() {}

    /**
     * The directories for pages about tests of this module; none where no build made anything.
     *
     * @param gradle whether Gradle started this JVM
     */
    static List<Path> of(Path module, boolean gradle) throws IOException {
        Path own = built(module, gradle);
        if (own == null) {
            return List.of();
        }
        Path root = root(module);
        Path common = root == null ? null : built(root, gradle);
        if (root != null && common == null && hasModules(root)) {
            // Maven makes nothing for a root that only names its modules.
            common = Files.createDirectories(root.resolve("target"));
        }
        return common == null ? List.of(own.resolve(NAME)) : List.of(own.resolve(NAME), common.resolve(NAME));
    }

    private static @Nullable Path built(Path project, boolean gradle) {
        Path target = project.resolve("target");
        Path build = project.resolve("build");
        boolean hasTarget = Files.isDirectory(target);
        if (Files.isDirectory(build) && (gradle || (!hasTarget && (isGradle(project) || isGradleRoot(project))))) {
            return build;
        }
        return hasTarget ? target : null;
    }

    /** The outermost project around a module, up to where a repository or a build begins; {@code null} if there is none. */
    private static @Nullable Path root(Path module) throws IOException {
        Path root = null;
        Path directory = module;
        for (int level = 0; level < MOST_LEVELS && !isOutermost(directory); level++) {
            directory = directory.getParent();
            if (directory == null) {
                break;
            }
            if (hasModules(directory) || isGradleRoot(directory)) {
                root = directory;
            }
        }
        return root;
    }

    private static boolean isOutermost(Path directory) {
        return isGradleRoot(directory)
                || Files.exists(directory.resolve(".git"))
                || Files.exists(directory.resolve(".mvn"));
    }

    private static boolean hasModules(Path directory) throws IOException {
        Path pom = directory.resolve("pom.xml");
        return Files.isRegularFile(pom) && Files.readString(pom).contains("<module>");
    }

    private static boolean isGradle(Path directory) {
        return Files.exists(directory.resolve("build.gradle")) || Files.exists(directory.resolve("build.gradle.kts"));
    }

    private static boolean isGradleRoot(Path directory) {
        return Files.exists(directory.resolve("settings.gradle"))
                || Files.exists(directory.resolve("settings.gradle.kts"));
    }
}
