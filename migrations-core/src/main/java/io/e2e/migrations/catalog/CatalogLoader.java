package io.e2e.migrations.catalog;

import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.dialect.ForeignReader;
import io.e2e.migrations.dialect.MigrationFile;
import io.e2e.migrations.dialect.SourceFiles;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Reads the files of locations, which are directories or in jars. */
final class CatalogLoader {

    private final PathMatchingResourcePatternResolver resolver;

    CatalogLoader(ClassLoader classLoader) {
        this.resolver = new PathMatchingResourcePatternResolver(classLoader);
    }

    /** Reads the files of the locations, those in subdirectories too; a location without a migration is an error. */
    SourceFiles load(CatalogSource source) {
        List<MigrationFile> files = new ArrayList<>();
        for (String location : source.locations()) {
            List<MigrationFile> found = load(location);
            if (found.stream().noneMatch(ForeignReader::isMigration)) {
                throw CatalogUnreadableException.empty(location);
            }
            files.addAll(found);
        }
        List<MigrationFile> first =
                source.options().runFirst().stream().map(this::single).toList();
        return new SourceFiles(files, first, source.options().leaveOut(), this::beside);
    }

    private List<MigrationFile> load(String location) {
        String directory = SourceKey.directory(location);
        List<MigrationFile> files = new ArrayList<>();
        try {
            List<String> roots = new ArrayList<>();
            for (Resource root : this.resolver.getResources(directory)) {
                roots.add(path(root));
            }
            for (Resource resource : this.resolver.getResources(directory + "**/*")) {
                String fileName = String.valueOf(resource.getFilename());
                if (!fileName.isEmpty() && SourceKey.isSource("/" + fileName) && !isDirectory(resource)) {
                    files.add(file(location, relative(path(resource), roots, fileName), resource));
                }
            }
        } catch (IOException ex) {
            throw new CatalogUnreadableException(location, String.valueOf(ex.getMessage()), ex);
        }
        return files;
    }

    /** Also directories match the pattern, and one of Prisma's may be called 1_name.sql. */
    private static boolean isDirectory(Resource resource) throws IOException {
        return resource.isFile() && resource.getFile().isDirectory();
    }

    /** Without the URI of a file: Spring refuses to make one if the name has brackets. */
    private static String path(Resource resource) throws IOException {
        return resource.isFile()
                ? resource.getFile().getPath().replace(File.separatorChar, '/')
                : resource.getURI().getSchemeSpecificPart();
    }

    private static String relative(String path, List<String> roots, String fileName) {
        return roots.stream()
                .map(root -> root.endsWith("/") ? root : root + "/")
                .filter(path::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(root -> path.substring(root.length()))
                .orElse(fileName);
    }

    private static MigrationFile file(String location, String name, Resource resource) throws IOException {
        byte[] bytes = resource.getContentAsByteArray();
        boolean code = !name.matches(".*\\.(sql|conf|toml|xml|ya?ml|json|headers)");
        String text =
                name.endsWith(".sql") ? decode(name, bytes) : code ? "" : new String(bytes, StandardCharsets.UTF_8);
        return new MigrationFile(location, name, resource.getDescription(), text);
    }

    private MigrationFile single(String location) {
        Resource resource = this.resolver.getResource(location);
        try {
            String text = decode(location, resource.getContentAsByteArray());
            return new MigrationFile("", location, resource.getDescription(), text);
        } catch (IOException ex) {
            throw new InvalidCatalogException(
                    List.of("e2e.migrations.run-first: " + location + " cannot be read: " + ex.getMessage()),
                    "your-migrations.md");
        }
    }

    /** Reads a file by its path from another one. The key of a jar's migrations does not cover what is beside them. */
    private Optional<MigrationFile> beside(MigrationFile from, String path) {
        if (!from.location().startsWith("file:")) {
            return Optional.empty();
        }
        Resource resource = this.resolver.getResource(
                path.startsWith("/") ? "file:" + path : SourceKey.directory(from.location()) + from.directory() + path);
        try {
            return resource.exists() ? Optional.of(file(from.location(), path, resource)) : Optional.empty();
        } catch (IOException ex) {
            return Optional.empty();
        }
    }

    /** Refuses what is not UTF-8; Java would replace it by another character, in seed data too. */
    private static String decode(String file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed =
                StandardCharsets.UTF_8.newDecoder().decode(in, text, true).isError();
        text.flip();
        if (malformed) {
            throw new InvalidCatalogException(List.of(
                    "%s, line %d: the byte 0x%02X is not UTF-8; save the file as UTF-8"
                            .formatted(
                                    file,
                                    1 + text.chars().filter(c -> c == '\n').count(),
                                    bytes[in.position()])));
        }
        return text.toString();
    }
}
