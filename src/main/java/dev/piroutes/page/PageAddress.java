package dev.piroutes.page;

import dev.piroutes.net.Address;
import dev.piroutes.net.Url;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers find the page if a proxy stands before it.
 *
 * @param origin as a browser writes it: {@code https://bench.example}, with a port only if it is not the usual one
 * @param authority the same without {@code https://}
 * @param host the same without the port
 * @param path with a slash at its beginning and end: {@code /} or {@code /pi/}
 */
public record PageAddress(String origin, String authority, String host, String path) {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");

    /** @throws IllegalArgumentException if it is no address of a page; the message says what one is */
    public static PageAddress of(String text) {
        String given = text.strip();
        Url url = Url.parse(given, PORTS)
                .filter(parsed -> PATH.matcher(parsed.path()).matches() && !given.matches(".*[?#].*"))
                .orElseThrow(() -> none(text));
        String host = Address.bracketed(url.address().host()).toLowerCase(Locale.ROOT);
        int port = url.address().port();
        String authority = PORTS.get(url.scheme()) == port ? host : host + ":" + port;
        return new PageAddress(
                url.scheme() + "://" + authority,
                authority,
                host,
                url.path().endsWith("/") ? url.path() : url.path() + "/");
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "page.address must be what a browser is given, such as https://bench.example/"
                        + " or https://pi.local:8443/bench/, but was \"" + Url.withoutUser(text) + "\"");
    }

    boolean isTls() {
        return origin.startsWith("https:");
    }

    /** A path as the page's server knows it, whether or not the proxy has taken this one's own off. */
    static String within(@Nullable PageAddress address, String path) {
        return address != null && path.startsWith(address.path) ? path.substring(address.path.length() - 1) : path;
    }

    @Override
    public String toString() {
        return origin + path;
    }
}
