package dev.piroutes.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * {@code /api/v2/write} as InfluxDB documents it: 204 for what is written, 400 for a line that cannot be read, 401 for another
 * token, 404 for an organization or a bucket that is unknown. Line protocol is read letter by letter.
 */
final class InfluxDb implements AutoCloseable {
    private final String org;
    private final String bucket;
    private final String token;
    private final List<String> points = new CopyOnWriteArrayList<>();
    private final List<Integer> failures = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int port;

    InfluxDb(String org, String bucket, String token) throws IOException {
        this.org = org;
        this.bucket = bucket;
        this.token = token;
        back();
    }

    int port() {
        return port;
    }

    /** What was written: measurement, tags, fields. */
    List<String> points() {
        return points;
    }

    /** The status of each answer but 204. */
    List<Integer> failures() {
        return failures;
    }

    /** Is away: nobody listens. */
    void leave() {
        server.stop(0);
    }

    /** Listens again, on the same port. */
    void back() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
        port = server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = status(exchange, body);
        if (status != 204) {
            failures.add(status);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private int status(HttpExchange exchange, String body) {
        if (!exchange.getRequestURI().getPath().equals("/api/v2/write")) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        if (!("Token " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return 401;
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (!org.equals(query.get("org")) || !bucket.equals(query.get("bucket"))) {
            return 404;
        }
        try {
            List<String> read = new ArrayList<>();
            for (String line : body.split("\n")) {
                read.add(new Line(line).read(query.getOrDefault("precision", "ns")));
            }
            points.addAll(read);
            return 204;
        } catch (IllegalArgumentException e) {
            return 400;
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String each : raw.split("&")) {
            String[] parts = each.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** {@code measurement[,tag=value…] field=number[,…] timestamp}. Fields that are no floats are not read: there are none. */
    private static final class Line {
        private static final Duration WRONG = Duration.ofDays(1);

        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        String read(String precision) {
            String measurement = word(", ");
            Map<String, String> tags = new TreeMap<>();
            while (take(',')) {
                String key = word(",= ");
                expect('=');
                if (tags.put(key, word(",= ")) != null) {
                    throw new IllegalArgumentException("a tag twice");
                }
            }
            expect(' ');
            Map<String, Double> fields = new TreeMap<>();
            do {
                String key = word(",= ");
                expect('=');
                fields.put(key, number());
            } while (take(','));
            expect(' ');
            long time = Long.parseLong(text.substring(at));
            if (!precision.equals("ms") || Math.abs(time - System.currentTimeMillis()) > WRONG.toMillis()) {
                throw new IllegalArgumentException("another time: " + time + " " + precision);
            }
            return measurement + " " + tags + " " + fields;
        }

        /** Up to one of these, which a backslash makes part of it. */
        private String word(String ends) {
            StringBuilder word = new StringBuilder();
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '\\' && at + 1 < text.length() && ends.indexOf(text.charAt(at + 1)) >= 0) {
                    at++;
                }
                word.append(text.charAt(at++));
            }
            if (word.isEmpty()) {
                throw new IllegalArgumentException("nothing at " + at);
            }
            return word.toString();
        }

        private double number() {
            String word = word(", ");
            if (!word.matches("-?\\d+(\\.\\d*)?([eE][-+]?\\d+)?")) {
                throw new IllegalArgumentException("no float: " + word);
            }
            return Double.parseDouble(word);
        }

        private boolean take(char wanted) {
            boolean is = at < text.length() && text.charAt(at) == wanted;
            at += is ? 1 : 0;
            return is;
        }

        private void expect(char wanted) {
            if (!take(wanted)) {
                throw new IllegalArgumentException("no " + wanted + " at " + at);
            }
        }
    }
}
