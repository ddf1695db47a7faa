package com.example.web;

import com.zaxxer.hikari.HikariDataSource;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Predicate;
import java.util.logging.LogManager;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an application is and does, line by line. Left out are the beans, conditions, threads and log lines of the starter,
 * and the details of the connection, which the starter's replace.
 */
record Description(ServletWebServerApplicationContext context, CapturedOutput output) {

    private static final Pattern OURS = Pattern.compile("io\\.e2e\\.migrations|i\\.e\\.m\\.|e2e-?[mM]igration|"
            + "migrationService|migrationInitializer|databaseAccess|[jJ]dbcConnectionDetails");

    private static final Pattern OF_THE_RUN = Pattern.compile(
            "^(java\\.class\\.path|surefire.*|sun\\.java\\.command|description|catalina\\..*|env\\..*|PID|pid)=.*");

    private static final List<String> ACCEPTED = List.of(
            "*/*",
            "application/json",
            "application/xml",
            "text/xml",
            "application/yaml",
            "application/cbor",
            "application/x-jackson-smile",
            "application/x-protobuf",
            "text/html",
            "text/plain",
            "application/vnd.shop+json",
            "text/event-stream",
            "image/png",
            "application/yaml, application/xml;q=0.9, */*;q=0.1");

    List<String> lines() throws IOException {
        Stream<Stream<String>> parts = Stream.of(
                beans(), conditions(), json(), converters(), answers(), jvm(), services(), pool(), threads(), log());
        return parts.flatMap(part -> part)
                .map(line -> line.replaceAll("\\R", " "))
                .filter(line -> !OURS.matcher(line).find())
                .toList();
    }

    private Stream<String> beans() {
        return Arrays.stream(this.context.getBeanDefinitionNames())
                .map(name -> "bean " + name + ": " + type(this.context.getType(name)))
                .sorted();
    }

    private Stream<String> conditions() {
        return ConditionEvaluationReport.get(this.context.getBeanFactory())
                .getConditionAndOutcomesBySource()
                .entrySet()
                .stream()
                .map(entry ->
                        "condition " + entry.getKey() + ": " + entry.getValue().isFullMatch())
                .sorted();
    }

    private Stream<String> json() {
        JsonMapper mapper = this.context.getBean(JsonMapper.class);
        return Stream.concat(
                mapper.registeredModules().stream()
                        .map(module -> "module " + module.getModuleName())
                        .sorted(),
                Stream.of("json " + mapper.writeValueAsString(Order.sample())));
    }

    private Stream<String> converters() {
        return this.context.getBean(RequestMappingHandlerAdapter.class).getMessageConverters().stream()
                .map(converter -> "converter " + type(converter.getClass()) + " " + converter.getSupportedMediaTypes());
    }

    private Stream<String> answers() {
        Stream<HttpRequest.Builder> gets = ACCEPTED.stream()
                .flatMap(accept -> Stream.of(
                                "/order", "/text?number=1", "/text?number=x", "/failure", "/missing", "/order.xml")
                        .map(path -> request(path).header("Accept", accept)));
        Stream<HttpRequest.Builder> posts = ACCEPTED.stream()
                .filter(type -> !type.contains("*"))
                .flatMap(type -> Stream.of("{\"a\": [1, 2.50, null]}", "a: [1]", "<a>1</a>", "{")
                        .map(body ->
                                request("/map").header("Content-Type", type).POST(BodyPublishers.ofString(body))));
        Stream<HttpRequest.Builder> others = Stream.of("OPTIONS", "DELETE", "PATCH", "HEAD")
                .map(method -> request("/order").method(method, BodyPublishers.noBody()));
        return Stream.of(gets, posts, others).flatMap(requests -> requests).map(this::answer);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + this.context.getWebServer().getPort() + path));
    }

    private String answer(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return "answer " + request.method() + " " + request.uri().getPath() + " "
                    + request.headers().map() + ": "
                    + response.statusCode() + " "
                    + response.headers().firstValue("Content-Type").orElse("-") + " "
                    + response.headers().firstValue("Allow").stream()
                            .flatMap(methods -> Arrays.stream(methods.split(", ?")))
                            .sorted()
                            .toList()
                    + " "
                    + response.body()
                            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z(?=\",\"status)", "NOW")
                            .replaceAll("<div id='created'>[^<]*", "<div id='created'>NOW");
        } catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Stream<String> jvm() {
        List<String> lines = new ArrayList<>(List.of(
                "locale " + Locale.getDefault(),
                "time zone " + TimeZone.getDefault().getID(),
                "charset " + Charset.defaultCharset(),
                "proxy selector " + type(ProxySelector.getDefault().getClass()),
                "uncaught exceptions " + Thread.getDefaultUncaughtExceptionHandler(),
                "context class loader "
                        + type(Thread.currentThread().getContextClassLoader().getClass())));
        try {
            lines.add("TLS " + SSLContext.getDefault().getProvider());
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
        Arrays.stream(Security.getProviders())
                .map(provider -> "security " + provider)
                .forEach(lines::add);
        DriverManager.drivers()
                .map(driver -> "driver " + type(driver.getClass()))
                .sorted()
                .forEach(lines::add);
        Arrays.stream(LogManager.getLogManager().getLogger("").getHandlers())
                .map(handler -> "java.util.logging " + type(handler.getClass()) + " " + handler.getLevel())
                .forEach(lines::add);
        System.getProperties().stringPropertyNames().stream()
                .map(name -> name + "=" + System.getProperty(name))
                .filter(Predicate.not(OF_THE_RUN.asMatchPredicate()))
                .map(line -> "system property " + line)
                .sorted()
                .forEach(lines::add);
        return lines.stream();
    }

    /** Implementations that libraries of the application would find on the class path. */
    private static Stream<String> services() {
        return Stream.of(
                        "tools.jackson.databind.JacksonModule",
                        "tools.jackson.core.TokenStreamFactory",
                        "jakarta.servlet.ServletContainerInitializer",
                        "org.slf4j.spi.SLF4JServiceProvider",
                        "java.nio.file.spi.FileSystemProvider",
                        "java.net.spi.URLStreamHandlerProvider",
                        "java.time.zone.ZoneRulesProvider")
                .flatMap(Description::providers);
    }

    private static Stream<String> providers(String service) {
        try {
            return ServiceLoader.load(Class.forName(service)).stream()
                    .map(provider ->
                            "service " + service + ": " + provider.type().getName())
                    .sorted();
        } catch (ClassNotFoundException ex) {
            return Stream.of("service " + service + " is unknown");
        }
    }

    private Stream<String> pool() {
        HikariDataSource pool = this.context.getBean(HikariDataSource.class);
        Set<String> address =
                Set.of("jdbcUrl", "username", "password", "credentials", "hikariPoolMXBean", "hikariConfigMXBean");
        return Arrays.stream(BeanUtils.getPropertyDescriptors(HikariDataSource.class))
                .filter(property -> property.getReadMethod() != null && !address.contains(property.getName()))
                .filter(property -> BeanUtils.isSimpleValueType(property.getPropertyType()))
                .map(property -> "pool " + property.getName() + "=" + value(property, pool));
    }

    private static Object value(PropertyDescriptor property, HikariDataSource pool) {
        try {
            return property.getReadMethod().invoke(pool);
        } catch (ReflectiveOperationException ex) {
            return ex.getCause();
        }
    }

    /** Without those of the JDK and of this test. */
    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> "thread " + thread.getName().replaceAll("\\d+", "N") + " daemon " + thread.isDaemon())
                .filter(line ->
                        !line.matches(".*(HttpClient|surefire|process reaper|ForkJoin|CompletableFuture|Cleaner).*"))
                .sorted()
                .distinct();
    }

    /** The loggers and messages of each line that is no stack trace. */
    private Stream<String> log() {
        return this.output
                .getAll()
                .lines()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.* : .*")
                        && !OURS.matcher(line).find())
                .map(line -> "log "
                        + line.replaceFirst("^\\S+ +(\\w+) +\\d+ --- \\[[^\\]]*\\] *", "$1 ")
                                .replaceAll("\\d+(\\.\\d+)?", "N"));
    }

    private static String type(Class<?> type) {
        return type == null
                ? "null"
                : type.getName().replaceAll("(\\$\\$)?[/@$]*0x[0-9a-f]+|\\$\\$SpringCGLIB\\$\\$\\d+|Lambda.*", "");
    }
}
