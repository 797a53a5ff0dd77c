package dev.piroutes.page;

import dev.piroutes.net.Address;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything that the page's server answers. It refuses what another site's page sends (by Origin and
 * Sec-Fetch-Site), on loopback also what was sent to another name (a rebound DNS name), and without the password, if there
 * is one, everything. To every answer it adds what keeps a browser from running anything but the page's own files.
 */
final class PageGuard {
    private static final String COOKIE = "bench";
    private static final int MOST_REFUSED = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PageGuard.class);

    private final boolean loopback;
    private final @Nullable PageAddress address;
    /** Whether browsers come with TLS, as far as a proxy. */
    private final boolean tls;

    private final byte @Nullable [] password;
    private final String ticket;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    PageGuard(PageSettings settings) {
        String password = settings.password();
        this.loopback = Address.isLoopback(settings.host());
        this.address = settings.address();
        this.tls = settings.certificate() != null || address != null && address.isTls();
        this.password = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        this.ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether it may be answered; if not, it has been. */
    boolean admits(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        harden(request, response);
        String host = String.valueOf(request.getHeader("Host"));
        if (loopback && !isOwn(host.replaceFirst(":\\d+$", ""))) {
            refuse(
                    response,
                    403,
                    "This page is for this machine only: open it as http://127.0.0.1 or localhost. If a proxy stands before"
                            + " it, page.address must be the address that browsers are given.");
        } else if (foreign(request, host)) {
            sayOnce(String.valueOf(request.getHeader("Origin")), host);
            refuse(
                    response,
                    403,
                    "Requests of other sites are refused. If this one is the page's own, behind a proxy, page.address must be"
                            + " its address.");
        } else if (password != null && !knows(request)) {
            response.putHeader("WWW-Authenticate", "Basic realm=\"Pi Routes bench\", charset=\"UTF-8\"");
            refuse(response, 401, "The bench page asks for its password (any user name).");
        } else {
            return true;
        }
        return false;
    }

    private boolean isOwn(String host) {
        return Address.isLoopback(host) || address != null && address.host().equalsIgnoreCase(host);
    }

    /** Nobody sees the answer that a WebSocket is refused with. Of strangers no more than some are named. */
    private void sayOnce(String origin, String host) {
        if (authority(origin) != null && refused.size() < MOST_REFUSED && refused.add(origin)) {
            LOG.warn(
                    "page     refused a request of {} to {}: another site, or the page itself behind a proxy; then page.address must"
                            + " be its address, such as {}/",
                    origin,
                    host,
                    origin);
        }
    }

    private void harden(HttpServerRequest request, HttpServerResponse response) {
        String host = String.valueOf(request.getHeader("Host"));
        // Older browsers do not count a WebSocket of the same host as 'self'.
        String sockets = sockets(host) + (address == null ? "" : sockets(address.authority()));
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
                        + sockets + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.putHeader("Cache-Control", "no-cache");
    }

    private static String sockets(String host) {
        return host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}") ? " ws://" + host + " wss://" + host : "";
    }

    private boolean foreign(HttpServerRequest request, String host) {
        String origin = request.getHeader("Origin");
        boolean outside = origin != null && address != null && address.origin().equalsIgnoreCase(origin);
        if (origin != null && !outside && !host.equalsIgnoreCase(authority(origin))) {
            return true;
        }
        boolean link = "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site")) && !link;
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** By the password, or by the ticket that it bought: not every browser sends the password with a WebSocket. */
    private boolean knows(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        if (cookie != null && same(ticket.getBytes(StandardCharsets.UTF_8), cookie.getValue())) {
            return true;
        }
        String given = given(request.getHeader("Authorization"));
        if (given == null) {
            return false;
        }
        if (!same(password, given)) {
            LOG.warn("page     wrong password from {}", request.remoteAddress());
            return false;
        }
        // Without a path it is for the folder that the browser asked for, whatever a proxy calls that.
        request.response()
                .addCookie(Cookie.cookie(COOKIE, ticket)
                        .setHttpOnly(true)
                        .setSecure(tls)
                        .setSameSite(CookieSameSite.STRICT));
        return true;
    }

    private static boolean same(byte @Nullable [] wanted, String given) {
        return MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String given(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String userAndPassword = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            return userAndPassword.substring(userAndPassword.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static void refuse(HttpServerResponse response, int status, String why) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why + "\n");
    }
}
