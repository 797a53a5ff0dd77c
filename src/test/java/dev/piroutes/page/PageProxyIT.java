package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Chromium;
import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page and the broker behind a real nginx and a real Caddy, as docs/page.md configures them. */
@Timeout(120)
@Tag("full")
class PageProxyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern BLOCK = Pattern.compile("```(nginx|caddy)\n(.*?)```", Pattern.DOTALL);
    private static final String PASSWORD = "s3cret";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("x:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    /** How the proxies are configured: the page below /pi/ or alone, its path taken off or not, the Host header passed on or not. */
    private enum Way {
        DOCUMENTED(true, true),
        OTHER_HOST(true, true),
        WHOLE(true, false),
        WHOLE_OTHER_HOST(true, false),
        KEPT(false, true),
        KEPT_OTHER_HOST(false, true);

        private final boolean stripped;
        private final boolean below;

        Way(boolean stripped, boolean below) {
            this.stripped = stripped;
            this.below = below;
        }

        private boolean otherHost() {
            return name().endsWith("OTHER_HOST");
        }
    }

    @TempDir
    static Path folder;

    private static final List<Integer> PORTS = new ArrayList<>();
    private static Bench bench;
    private static Program nginx;
    private static Program caddy;

    @BeforeAll
    static void start() throws Exception {
        requires("nginx", "nginx-light libnginx-mod-stream", "-v");
        requires("caddy", "caddy", "version");
        while (PORTS.size() <= 2 * Way.values().length) {
            int port = FreePort.find();
            if (!PORTS.contains(port)) {
                PORTS.add(port);
            }
        }
        bench = Bench.start(folder, "--page.address=http://bench.example/pi/", "--page.password=" + PASSWORD);
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("docs/page.md")))
                .results()
                .map(found -> found.group(2))
                .map(block -> block.replace("127.0.0.1:8080", "127.0.0.1:" + bench.page())
                        .replace("127.0.0.1:1883", "127.0.0.1:" + bench.broker())
                        .replace("listen 1884", "listen 127.0.0.1:" + stream()))
                .toList();
        assertThat(blocks).hasSize(5);
        nginx = nginx(blocks.get(0) + blocks.get(2), blocks.get(4));
        caddy = caddy(blocks.get(1) + blocks.get(3));
        for (int port : PORTS) {
            await("port " + port).atMost(LIMIT).until(() -> listens(port));
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {caddy, nginx, bench}) {
            if (each != null) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void requires(String program, String packages, String asked) {
        Missing.unlessRuns(program, LIMIT, folder, program, asked)
                .ifPresent(missing -> Missing.skip(
                        "the page behind " + program, program + " (Debian: apt-get install " + packages + ")"));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int port(String proxy, Way way) {
        return PORTS.get(2 * way.ordinal() + (proxy.equals("nginx") ? 0 : 1));
    }

    private static int stream() {
        return PORTS.get(PORTS.size() - 1);
    }

    /** nginx passes the address of the page for Host unless it is told to pass the browser's. */
    private static Program nginx(String locations, String stream) throws IOException {
        Path home = Files.createDirectories(folder.resolve("nginx"));
        StringBuilder servers = new StringBuilder();
        for (Way way : Way.values()) {
            String block = way.below ? locations : locations.replace("/pi/ {", "/ {");
            block = way.stripped ? block : block.replace(bench.page() + "/;", bench.page() + ";");
            String host = way.otherHost() ? "proxy_set_header Host $http_host;\n" : "";
            servers.append("server {\nlisten 127.0.0.1:%d;\n%s}\n"
                    .formatted(port("nginx", way), block.replace("proxy_http_version", host + "proxy_http_version")));
        }
        StringBuilder own = new StringBuilder("access_log off;\n");
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            own.append(kind).append("_temp_path ").append(kind).append(";\n");
        }
        Files.writeString(
                home.resolve("nginx.conf"),
                "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\ndaemon off;\nmaster_process off;\npid nginx.pid;\n"
                        + "events {}\n" + stream + "http {\n" + own + servers + "}\n");
        return Program.start(new ProcessBuilder("nginx", "-p", home.toString(), "-c", "nginx.conf", "-e", "stderr")
                .directory(home.toFile()));
    }

    /** Caddy passes the browser's Host unless it is told to pass the address of the page. */
    private static Program caddy(String lines) throws IOException {
        Path home = Files.createDirectories(folder.resolve("caddy"));
        StringBuilder sites = new StringBuilder("{\nadmin off\nauto_https off\n}\n");
        for (Way way : Way.values()) {
            String block = way.below
                    ? lines
                    : lines.replace("handle_path /pi/*", "handle").replace("redir /pi /pi/", "");
            block = way.stripped ? block : block.replace("handle_path", "handle");
            String page = "reverse_proxy 127.0.0.1:" + bench.page();
            String host = way.otherHost() ? page + " {\nheader_up Host {upstream_hostport}\n}" : page;
            sites.append(
                    "http://:%d {\nbind 127.0.0.1\n%s}\n".formatted(port("caddy", way), block.replace(page, host)));
        }
        Path file = Files.writeString(home.resolve("Caddyfile"), sites);
        ProcessBuilder builder =
                new ProcessBuilder("caddy", "run", "--config", file.toString(), "--adapter", "caddyfile");
        builder.environment().put("HOME", home.toString());
        return Program.start(builder.directory(home.toFile()));
    }

    static Stream<Arguments> ways() {
        return Stream.of("nginx", "caddy")
                .flatMap(proxy -> Stream.of(Way.values()).map(way -> Arguments.of(proxy, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void thePageAndItsWebSocketWork(String proxy, Way way) throws Exception {
        int port = port(proxy, way);
        String base = way.below ? "/pi/" : "/";

        assertThat(get(port, base, "")).startsWith("HTTP/1.1 401");
        String page = get(port, base, "Authorization: " + BASIC + "\r\n");
        assertThat(page).startsWith("HTTP/1.1 200").contains("src=\"bench.js\"");
        Matcher cookie = Pattern.compile("(?i)set-cookie: (bench=[^;\r]+)(.*)").matcher(page);
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(2)).as("for this folder alone").doesNotContain("Path");
        String known = "Cookie: " + cookie.group(1) + "\r\n";
        assertThat(get(port, base + "bench.js", known + "Origin: http://bench.example\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(get(port, base + "bench.js", known + "Origin: http://evil.example\r\n"))
                .startsWith("HTTP/1.1 403");
        try (PageClient client = new PageClient(socket(port, base, cookie.group(1), "http://bench.example"))) {
            client.press(21);
            client.event("messages", e -> e.toString().contains("led/ack"));
        }
        assertThatThrownBy(() -> new PageClient(socket(port, base, cookie.group(1), "http://evil.example")))
                .hasMessageContaining("403");
        bench.program()
                .awaitOutput(
                        "page     refused a request of http://evil\\.example to .*: another site, or the page"
                                + " itself behind a proxy; then page\\.address must be its address, such as http://evil\\.example/");
        assertThat(bench.program().output().split("refused a request of http://evil"))
                .as("once")
                .hasSize(2);
    }

    private static WebSocketConnectOptions socket(int port, String base, String cookie, String origin) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost("127.0.0.1").setPort(port).setURI(base + "bench");
        options.addHeader("Host", "bench.example");
        return options.addHeader("Origin", origin).addHeader("Cookie", cookie);
    }

    private static String get(int port, String path, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: bench.example\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the page's scripts ask for lies beside the page. */
    @ParameterizedTest
    @CsvSource({"nginx, OTHER_HOST", "caddy, DOCUMENTED", "caddy, WHOLE"})
    void aBrowserFindsAllBelowAnyPath(String proxy, Way way) {
        // By an address of loopback, which the page knows by itself from the browser's Host.
        ChromeDriver browser = Chromium.open(false);
        try {
            browser.get("http://x:%s@127.0.0.1:%d%s".formatted(PASSWORD, port(proxy, way), way.below ? "/pi/" : "/"));
            await("connected").atMost(LIMIT).until(() -> "connected"
                    .equals(browser.findElement(By.id("connection")).getText()));
        } finally {
            browser.quit();
        }
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void mqttOverWebSocket(String proxy) throws Exception {
        String url = "ws://127.0.0.1:" + port(proxy, Way.DOCUMENTED) + "/mqtt";
        try (Watcher watcher = new Watcher(bench.broker(), "far/#");
                MqttClient client = new MqttClient(url, "far-" + proxy, new MemoryPersistence())) {
            client.connect();
            client.publish("far/" + proxy, "hello".getBytes(StandardCharsets.UTF_8), 1, false);
            watcher.awaitSeen("far/" + proxy, "hello");
            client.disconnect();
        }
    }

    static Stream<String> sockets() {
        return Stream.of("nginx", "caddy");
    }

    @Test
    void mqttOverTcp() throws Exception {
        try (Watcher watcher = new Watcher(bench.broker(), "far/#");
                Watcher far = new Watcher(stream(), "none")) {
            far.publish("far/tcp", "hello");
            watcher.awaitSeen("far/tcp", "hello");
        }
    }
}
