package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * The files that a change log of Liquibase may read: everything below its topmost directory, and files elsewhere that a change
 * log names. Nothing is parsed: too much may be found, which only makes a key differ more often.
 */
final class ChangeLogs {

    /** What names a file or a class in a change log, in XML, YAML or JSON. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b(file|path|class|className|valueClobFile|valueBlobFile)\\b[\"']?\\s*[:=]\\s*[\"']?([^\\s\"',}>]+)");

    private static final List<String> SYNTAXES = List.of(".xml", ".yaml", ".yml", ".json");

    private static final String CLASS_PATH = "classpath:";

    private final SourceKey key;
    private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    private final Queue<String> unread = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    ChangeLogs(SourceKey key) {
        this.key = key;
    }

    /**
     * Adds a change log and what it may include.
     *
     * @return whether there is such a file
     * @throws IOException if that cannot be told; the message says why
     */
    boolean add(String changeLog) throws IOException {
        boolean exists = this.key.addFile(changeLog);
        addDirectory(changeLog);
        while (!this.unread.isEmpty()) {
            String next = this.unread.remove();
            for (Resource file : this.resources.getResources(next.replaceFirst("^" + CLASS_PATH, "classpath*:"))) {
                if (file.isReadable() && isChangeLog(String.valueOf(file.getFilename()))) {
                    read(file, next);
                }
            }
        }
        return exists;
    }

    /** Everything below the first part of its path, or its own directory in the file system. */
    private void addDirectory(String file) throws IOException {
        String path = file.replaceFirst("^classpath\\*?:/*", "");
        if (file.startsWith("file:")) {
            addTree(file.substring(0, file.lastIndexOf('/')));
        } else if (path.contains("/")) {
            addTree(CLASS_PATH + path.substring(0, path.indexOf('/')));
        } else {
            this.unread.add(CLASS_PATH + path);
        }
    }

    private void addTree(String directory) throws IOException {
        if (this.seen.add(directory)) {
            this.key.addTree(directory);
            this.unread.add(directory + "/**/*");
        }
    }

    private static boolean isChangeLog(String name) {
        return SYNTAXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    private void read(Resource file, String origin) throws IOException {
        Matcher named = NAMED.matcher(file.getContentAsString(StandardCharsets.UTF_8));
        while (named.find()) {
            String value = named.group(2);
            if (named.group(1).startsWith("class")) {
                if (this.resources
                        .getResource(CLASS_PATH + value.replace('.', '/') + ".class")
                        .exists()) {
                    throw new IOException(file.getFilename() + " runs the class " + value);
                }
            } else if (value.contains("${") || value.matches("(?!classpath|file)\\w{2,}:.*")) {
                throw new IOException(file.getFilename() + " reads " + value);
            } else {
                addNamed(value, file, origin);
            }
        }
    }

    /** A name is relative to the class path or to the change log; what is below a directory that was added is known. */
    private void addNamed(String value, Resource file, String origin) throws IOException {
        String path = StringUtils.cleanPath(
                value.replaceFirst("^classpath\\*?:/*", "").replaceFirst("^/+", ""));
        if (path.startsWith("../")) {
            Resource relative = file.createRelative(path);
            if (relative.exists() && !isBelow(relative, origin)) {
                throw new IOException(file.getFilename() + " reads " + value);
            }
        } else if (this.resources.getResource(CLASS_PATH + path).exists() && this.seen.add(path)) {
            addDirectory(CLASS_PATH + path);
            this.key.addFile(CLASS_PATH + path);
        }
    }

    private static boolean isBelow(Resource file, String origin) throws IOException {
        String directory = origin.replaceFirst("^(classpath\\*?|file):/*", "/").replaceFirst("/\\*\\*/\\*$", "/");
        return StringUtils.cleanPath(file.getURL().getPath()).contains(directory);
    }
}
