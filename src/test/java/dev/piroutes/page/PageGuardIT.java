package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, over plain sockets: an HTTP library would put right what these requests have wrong. */
@Timeout(60)
class PageGuardIT {
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @TempDir
    Path folder;

    private static String get(Bench bench, String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", bench.page())) {
            socket.setSoTimeout(10_000);
            String end = headers.contains("Upgrade") ? "" : "Connection: close\r\n";
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\n" + end + headers + "\r\n").getBytes(UTF_8));
            byte[] answer = headers.contains("Upgrade")
                    ? socket.getInputStream().readNBytes(12)
                    : socket.getInputStream().readAllBytes();
            return new String(answer, UTF_8);
        }
    }

    private static String host(Bench bench) {
        return "Host: 127.0.0.1:" + bench.page() + "\r\n";
    }

    private static String basic(String password) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(("teacher:" + password).getBytes(UTF_8))
                + "\r\n";
    }

    @Test
    void refusesOtherSitesAndOtherNames() throws Exception {
        try (Bench bench = Bench.start(folder)) {
            String own = "Origin: http://127.0.0.1:" + bench.page() + "\r\n";
            String foreign = "Origin: http://evil.example\r\n";

            assertThat(get(bench, "/", host(bench)))
                    .startsWith("HTTP/1.1 200")
                    .contains("default-src 'none'; script-src 'self'")
                    .contains("X-Content-Type-Options: nosniff");
            assertThat(get(bench, "/", "Host: evil.example\r\n")).startsWith("HTTP/1.1 403");
            assertThat(get(bench, "/", host(bench) + foreign)).startsWith("HTTP/1.1 403");
            assertThat(get(bench, "/bench.js", host(bench) + "Sec-Fetch-Site: cross-site\r\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(get(bench, "/", host(bench) + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"))
                    .as("a link to the page")
                    .startsWith("HTTP/1.1 200");
            assertThat(get(bench, "/bench", host(bench) + own + UPGRADE)).isEqualTo("HTTP/1.1 101");
            assertThat(get(bench, "/bench", host(bench) + foreign + UPGRADE)).isEqualTo("HTTP/1.1 403");
            assertThat(get(bench, "/bench", "Host: evil.example\r\nOrigin: http://evil.example\r\n" + UPGRADE))
                    .isEqualTo("HTTP/1.1 403");
            assertThat(get(bench, "/../routes/led.camel.yaml", host(bench))).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void asksForThePasswordOnceAndSaysWhoGaveAWrongOne() throws Exception {
        try (Bench bench = Bench.start(folder, "--page.password=s3cret")) {
            String own = "Origin: http://127.0.0.1:" + bench.page() + "\r\n";

            assertThat(get(bench, "/", host(bench))).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Basic");
            assertThat(get(bench, "/bench", host(bench) + own + UPGRADE)).isEqualTo("HTTP/1.1 401");
            assertThat(get(bench, "/", host(bench) + basic("guess"))).startsWith("HTTP/1.1 401");
            bench.program().awaitOutput("wrong password from 127\\.0\\.0\\.1");
            assertThat(get(bench, "/", host(bench) + "Authorization: Basic %%%\r\n"))
                    .startsWith("HTTP/1.1 401");

            String answer = get(bench, "/", host(bench) + basic("s3cret"));
            assertThat(answer.split("\r\n\r\n")[0])
                    .startsWith("HTTP/1.1 200")
                    .contains("SameSite=Strict")
                    .as("without TLS a browser would not send it back")
                    .doesNotContain("Secure");
            Matcher cookie =
                    Pattern.compile("(?i)set-cookie: (bench=[^;]+);.*HttpOnly").matcher(answer);
            assertThat(cookie.find()).isTrue();
            assertThat(get(bench, "/bench", host(bench) + own + "Cookie: " + cookie.group(1) + "\r\n" + UPGRADE))
                    .isEqualTo("HTTP/1.1 101");
            assertThat(get(bench, "/", host(bench) + "Cookie: bench=guess\r\n")).startsWith("HTTP/1.1 401");
            assertThat(bench.program().output()).doesNotContain("s3cret").doesNotContain("guess");
        }
    }

    @Tag("full")
    @Test
    void behindAProxyWithTlsTheTicketIsForTlsAlone() throws Exception {
        try (Bench bench = Bench.start(folder, "--page.password=s3cret", "--page.address=https://bench.example/pi/")) {
            assertThat(get(bench, "/pi/", "Host: bench.example\r\n" + basic("s3cret")))
                    .startsWith("HTTP/1.1 200")
                    .containsPattern("(?i)set-cookie: bench=[^;]+;.*Secure")
                    .containsIgnoringCase("HttpOnly")
                    .contains("SameSite=Strict");
        }
    }

    @Test
    void isNotOpenedToTheNetworkWithoutAPassword() throws Exception {
        try (Program program = Program.start(folder, "--page.host=0.0.0.0", "--page.port=18080", "--broker.port=0")) {
            assertThat(program.awaitEnd(Duration.ofSeconds(20))).isNotZero();
            assertThat(program.output().lines())
                    .last()
                    .isEqualTo("pi-routes: page.host 0.0.0.0 opens the bench page to the network: give it a password in"
                            + " the environment variable PAGE_PASSWORD");
        }
    }

    @Tag("full")
    @Test
    void aPortInUseIsOneLineAndKeepsNothingElseFromRunning() throws Exception {
        try (Bench bench = Bench.start(folder);
                Program second = Program.start(
                        folder,
                        "--page.port=" + bench.page(),
                        "--broker.port=0",
                        "--broker.data=other",
                        "--outbox.dir=other")) {
            second.awaitReady();
            assertThat(second.output().lines().filter(line -> line.contains("page.port")))
                    .singleElement()
                    .asString()
                    .contains("WARN  page     page.port " + bench.page() + " is already in use by process ")
                    .endsWith(
                            ": stop that program, or choose another with --page.port=N (0: no bench page); trying again"
                                    + " until it works");
        }
    }
}
