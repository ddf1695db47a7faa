package io.e2e.migrations.kubernetes.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One connection to a server, with one request at a time in HTTP/1.1 (RFC 9112). */
final class Connection {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_LINES = 1000;

    private final Socket socket;
    private final Socket stream;
    private final String authority;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean reusable;

    /**
     * Creates a connection.
     *
     * @param socket the one to close
     * @param stream the one to read and write, which is TLS on top of that socket or the same
     * @param authority whose connection it is
     */
    Connection(Socket socket, Socket stream, String authority) throws IOException {
        this.socket = socket;
        this.stream = stream;
        this.authority = authority;
        this.in = new DataInputStream(new BufferedInputStream(stream.getInputStream()));
        this.out = stream.getOutputStream();
    }

    Socket socket() {
        return this.socket;
    }

    /** Closes the connection at once; the socket of TLS would wait for a thread that writes. */
    void close() {
        try {
            this.socket.close();
        } catch (IOException ex) {
            // Nothing is read from it any more.
        }
    }

    DataInputStream in() {
        return this.in;
    }

    OutputStream out() {
        return this.out;
    }

    /** Whether another request can follow the last one. */
    boolean isReusable() {
        return this.reusable;
    }

    /** Whose connection it is, as in a URL. */
    String authority() {
        return this.authority;
    }

    /** Limits how long the server may stay silent, in milliseconds; 0 means forever. */
    void limitSilence(int timeout) throws IOException {
        this.stream.setSoTimeout(timeout);
    }

    /** Sends a request and reads the answer; if its status is 101, what follows is not HTTP. */
    Answer exchange(String method, String target, Map<String, List<String>> headers, byte[] body) throws IOException {
        this.reusable = false;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head(method + " " + target + " HTTP/1.1", headers).getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        this.out.write(message.toByteArray());
        this.out.flush();
        Answer answer = head();
        while (answer.status() < 200 && answer.status() != 101) {
            answer = head();
        }
        return method.equals("CONNECT") || answer.status() == 101 ? answer : answer.with(body(answer));
    }

    private static String head(String first, Map<String, List<String>> headers) throws ProtocolException {
        StringBuilder head = new StringBuilder(first).append("\r\n");
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
                    throw new ProtocolException("the header " + header.getKey() + " has several lines");
                }
                head.append(header.getKey()).append(": ").append(value).append("\r\n");
            }
        }
        return head.append("\r\n").toString();
    }

    private Answer head() throws IOException {
        String[] status = line().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-9]\\d\\d")) {
            throw new ProtocolException("the server does not speak HTTP/1.1");
        }
        Map<String, List<String>> headers = headers();
        this.reusable = status[0].equals("HTTP/1.1")
                && headers.getOrDefault("Connection", List.of()).stream().noneMatch("close"::equalsIgnoreCase);
        return new Answer(Integer.parseInt(status[1]), headers, new byte[0]);
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || ++count > MOST_LINES) {
                throw new ProtocolException("the server's headers cannot be read");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Answer answer) throws IOException {
        if (answer.status() == 204 || answer.status() == 304) {
            return new byte[0];
        }
        if ("chunked".equalsIgnoreCase(answer.header("Transfer-Encoding"))) {
            return chunks();
        }
        String length = answer.header("Content-Length");
        if (length == null) {
            this.reusable = false;
            return this.in.readAllBytes();
        }
        return exactly(number(length, 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = number(line().split(";", 2)[0].strip(), 16);
            if (length == 0) {
                headers();
                return body.toByteArray();
            }
            body.writeBytes(exactly(length));
            line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = this.in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
        return bytes;
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(text, radix) & Integer.MAX_VALUE;
        } catch (NumberFormatException ex) {
            throw new ProtocolException("the length of the server's answer cannot be read");
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = this.in.read(); read != '\n'; read = this.in.read()) {
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.size() > LONGEST_LINE) {
                throw new ProtocolException("the server's headers are too long");
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
