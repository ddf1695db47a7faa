package io.e2e.migrations.conventions;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a module that a person can see, class by class, for a {@link GoldenFile}: every string of the main code
 * that has words in it. Annotations, SQL and what is logged at DEBUG and TRACE are left out. A concatenation is one
 * text, with the name of each part that is not constant in braces, and with the choices of a conditional in brackets.
 */
public final class Messages {

    private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,}[^\\w\\s]* |(?<=[^\\w-]) [A-Za-z]{2,}");

    /** SQL, lists of columns and regular expressions. */
    private static final Pattern CODE = Pattern.compile(
            "\\W*[A-Z]{2,}\\b.*|\\W*\\w+\\(.*|(\\w+, ?)+|\\^.*|.*(::|:=|-> '|\\|\\||\\(\\?|\\.\\*|\\\\).*",
            Pattern.DOTALL);

    private Messages() {}

    /** The texts of the module whose tests run. */
    public static String ofModule() {
        return in(Path.of(System.getProperty("basedir", ""), "src", "main", "java"));
    }

    static String in(Path sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> paths = Files.walk(sources);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> units =
                    paths.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(units));
            Map<String, Set<String>> texts = new TreeMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                Scanner scanner = new Scanner();
                scanner.scan(unit.getTypeDecls(), null);
                texts.put(name(unit), scanner.texts);
            }
            return texts.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .map(entry -> entry.getKey() + "\n" + String.join("", entry.getValue()))
                    .collect(Collectors.joining("\n"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String name(CompilationUnitTree unit) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        return unit.getPackageName() + "." + file.substring(0, file.lastIndexOf('.'));
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final Set<String> texts = new LinkedHashSet<>();

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
            return null;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
            String method = call.getMethodSelect().toString();
            if (method.matches("LOG(GER)?\\.(trace|debug)")) {
                return null;
            }
            if (method.matches("LOG(GER)?\\.(info|warn|error)")) {
                String level = method.substring(method.indexOf('.') + 1);
                add(level + ": " + MessageTemplate.of(call.getArguments()));
                return scan(call.getArguments().subList(1, call.getArguments().size()), null);
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public @Nullable Void visitBinary(BinaryTree binary, @Nullable Void nothing) {
            List<ExpressionTree> operands = MessageTemplate.operands(binary);
            if (operands.stream().noneMatch(MessageTemplate::isText)) {
                return super.visitBinary(binary, null);
            }
            add(MessageTemplate.of(binary));
            operands.stream()
                    .filter(operand -> !MessageTemplate.isText(operand))
                    .forEach(operand -> scan(operand, null));
            return null;
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
            if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
                add(String.valueOf(literal.getValue()));
            }
            return null;
        }

        private void add(String text) {
            String constant = text.replaceAll("\\{\\w*}", "");
            if (WORDS.matcher(constant).find() && !CODE.matcher(constant).matches()) {
                this.texts.add(text.strip().indent(4));
            }
        }
    }
}
