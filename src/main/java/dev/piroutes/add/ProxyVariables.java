package dev.piroutes.add;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, as curl and others
 * read them, for a JVM, which does not. Its own properties ({@code -Dhttps.proxyHost}) are stronger, and so are the proxies
 * of {@code ~/.m2/settings.xml}.
 */
final class ProxyVariables {

    private static final int PORT = 80;

    /** What Java itself never asks a proxy for, which {@code http.nonProxyHosts} would otherwise end. */
    private static final String LOCAL = "localhost|127.*|[::1]|0.0.0.0";

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, UserInfo> users = new HashMap<>();

    private ProxyVariables() {}

    /** @throws IllegalArgumentException if one is no address; it is not in the message, as a password may be in it */
    static ProxyVariables of(Map<String, String> environment) {
        ProxyVariables found = new ProxyVariables();
        Stream.of("http", "https")
                .forEach(scheme -> found.add(scheme, first(environment, scheme + "_proxy", "all_proxy")));
        String direct = first(environment, "no_proxy");
        if (direct != null) {
            found.properties.put("http.nonProxyHosts", nonProxyHosts(direct));
        }
        return found;
    }

    /** Small letters first, as curl does. */
    private static @Nullable String first(Map<String, String> environment, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(null);
    }

    private void add(String scheme, @Nullable String address) {
        if (address == null) {
            return;
        }
        URI proxy = uri(address.strip());
        if (proxy == null || proxy.getHost() == null) {
            throw new IllegalArgumentException(
                    scheme.toUpperCase(Locale.ROOT) + "_PROXY in the environment must be as http://proxy.example:3128");
        }
        properties.put(scheme + ".proxyHost", proxy.getHost());
        properties.put(scheme + ".proxyPort", String.valueOf(port(proxy)));
        if (proxy.getRawUserInfo() != null) {
            users.put(proxy.getHost() + ":" + port(proxy), UserInfo.of(proxy.getRawUserInfo()));
        }
    }

    private static @Nullable URI uri(String address) {
        try {
            return URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int port(URI proxy) {
        return proxy.getPort() < 0 ? PORT : proxy.getPort();
    }

    /** {@code example.org} and {@code .example.org} are the host and all below it. */
    private static String nonProxyHosts(String direct) {
        return LOCAL + "|"
                + Arrays.stream(direct.split("[,\\s]+"))
                        .map(host -> host.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
                        .filter(host -> !host.isEmpty())
                        .map(host -> host.equals("*") ? host : host + "|*." + host)
                        .collect(Collectors.joining("|"));
    }

    /** As properties of a JVM. */
    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** In this JVM, where nobody has said otherwise. */
    void use() {
        if (Stream.of("http.proxyHost", "https.proxyHost").anyMatch(name -> System.getProperty(name) != null)) {
            return;
        }
        properties.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        if (!users.isEmpty()) {
            Authenticator.setDefault(new Authenticator() {
                /** A new one each time: whoever gets it deletes its password after use. */
                @Override
                protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                    UserInfo user = users.get(getRequestingHost() + ":" + getRequestingPort());
                    return user == null || getRequestorType() != RequestorType.PROXY
                            ? null
                            : new PasswordAuthentication(
                                    user.name(), user.password().toCharArray());
                }
            });
        }
    }
}
