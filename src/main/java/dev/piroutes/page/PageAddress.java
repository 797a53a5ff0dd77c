package dev.piroutes.page;

import java.net.URI;
import java.util.Locale;
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

    /** @throws IllegalArgumentException if it is no address of a page; the message says what one is */
    public static PageAddress of(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw none(text);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String path = String.valueOf(uri.getRawPath());
        if (!scheme.matches("https?")
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !path.matches("(/[A-Za-z0-9._~-]+)*/?")) {
            throw none(text);
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean usual = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String authority = usual ? host : host + ":" + uri.getPort();
        return new PageAddress(scheme + "://" + authority, authority, host, path.endsWith("/") ? path : path + "/");
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "page.address must be what a browser is given, such as https://bench.example/"
                        + " or https://pi.local:8443/bench/, but was \"" + text + "\"");
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
