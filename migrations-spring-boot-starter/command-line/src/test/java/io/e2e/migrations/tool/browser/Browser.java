package io.e2e.migrations.tool.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium without a window that shows one page, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private int last;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Receiver(this.messages))
                .join();
    }

    /** The program; empty if it is not installed. */
    public static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page. */
    public static Browser open(Path page, Path profile) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TMPDIR", profile.getParent().toString());
        Process process = builder.start();
        String host = host(process);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        Matcher socket = SOCKET.matcher(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
        if (!socket.find()) {
            throw new IllegalStateException("no page");
        }
        Browser browser = new Browser(process, URI.create(socket.group(1)));
        browser.load(page);
        return browser;
    }

    private void load(Path page) throws InterruptedException {
        send("Page.navigate", "\"url\":" + quoted(page.toUri().toString()));
        evaluate("new Promise(done => document.readyState === 'complete' ? done('')"
                + " : addEventListener('load', () => done('')))");
    }

    private static String host(Process process) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
        }
        throw new IllegalStateException("Chromium ended");
    }

    /** Sets the size of the window, and whether the reader prefers light or dark. */
    public void show(int width, String scheme) throws InterruptedException {
        send(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false");
        send(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]");
    }

    /** What an expression is, as text; a promise is awaited. */
    public String evaluate(String expression) throws InterruptedException {
        String answer = send(
                "Runtime.evaluate",
                "\"awaitPromise\":true,\"returnByValue\":true,\"expression\":"
                        + quoted("Promise.resolve(" + expression + ").then(String)"));
        Matcher value = VALUE.matcher(answer);
        if (answer.contains("\"exceptionDetails\"") || !value.find()) {
            throw new IllegalStateException(expression + ": " + answer);
        }
        return value.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** Clicks with the mouse into the middle of the first element that a selector finds. */
    public void click(String selector) throws InterruptedException {
        String[] place = evaluate("(() => { const e = document.querySelector(" + quoted(selector) + ");"
                        + " e.scrollIntoView({block: 'center', inline: 'center'}); const r = e.getBoundingClientRect();"
                        + " return (r.left + r.width / 2) + ' ' + (r.top + r.height / 2); })()")
                .split(" ");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    "\"type\":\"" + type + "\",\"x\":" + place[0] + ",\"y\":" + place[1]
                            + ",\"button\":\"left\",\"clickCount\":1");
        }
    }

    /** Types a text where the focus is. */
    public void type(String text) throws InterruptedException {
        send("Input.insertText", "\"text\":" + quoted(text));
    }

    /** Presses a key, such as {@code Enter}. */
    public void press(String key, int code) throws InterruptedException {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    "\"type\":\"" + type + "\",\"key\":\"" + key + "\",\"windowsVirtualKeyCode\":" + code);
        }
    }

    private String send(String method, String parameters) throws InterruptedException {
        int id = ++this.last;
        this.socket
                .sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true)
                .join();
        while (true) {
            String message = this.messages.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException(method + " got no answer");
            }
            if (message.startsWith("{\"id\":" + id + ",")) {
                return message;
            }
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    @Override
    public void close() {
        this.socket.abort();
        this.process.descendants().forEach(ProcessHandle::destroyForcibly);
        this.process.destroyForcibly().onExit().join();
    }

    /** Collects whole messages. */
    private static final class Receiver implements WebSocket.Listener {

        private final BlockingQueue<String> messages;
        private final StringBuilder part = new StringBuilder();

        Receiver(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            this.part.append(data);
            if (isLast) {
                this.messages.add(this.part.toString());
                this.part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, isLast);
        }
    }
}
