package io.e2e.migrations.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Builds a page: one file that needs nothing else, in the style of all pages of this library. Its policy lets a browser load nothing
 * and run no script but the one that it is made with. Not thread-safe.
 */
public final class HtmlPage {

    private final StringBuilder html = new StringBuilder();
    private final String script;

    private HtmlPage(String title, String style, String script) {
        this.script = script;
        html("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .html("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src")
                .html(" 'unsafe-inline'; script-src ")
                .html(script.isEmpty() ? "'none'" : "'sha256-" + hash(script) + "'")
                .html("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .html("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .text(title)
                .html("</title>\n<style>\n")
                .html(resource(HtmlPage.class, "page.css"))
                .html(style)
                .html("</style>\n</head>\n<body>\n");
    }

    /**
     * Begins a page.
     *
     * @param title the title of the window
     * @param style further rules of style
     * @param script a script; empty if there is none
     */
    public static HtmlPage begin(String title, String style, String script) {
        return new HtmlPage(title, style, script);
    }

    /** Adds markup as it is. */
    public HtmlPage html(String markup) {
        this.html.append(markup);
        return this;
    }

    /** Adds a text. */
    public HtmlPage text(String text) {
        escape(text, this.html);
        return this;
    }

    /** Ends the page. */
    public String end() {
        if (!this.script.isEmpty()) {
            html("<script>").html(this.script).html("</script>\n");
        }
        return html("</body>\n</html>\n").html.toString();
    }

    /** Escapes a text, for the contents of elements and for attributes in double quotes; of HTML and of SVG. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        escape(text, escaped);
        return escaped.toString();
    }

    private static void escape(String text, StringBuilder escaped) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(isForbidden(character) ? '\ufffd' : character);
            }
        }
    }

    /** What XML cannot hold. */
    private static boolean isForbidden(char character) {
        return (character < ' ' && character != '\n' && character != '\t') || character >= '\ufffe';
    }

    /** A text that lies beside a class. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not beside " + owner);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
