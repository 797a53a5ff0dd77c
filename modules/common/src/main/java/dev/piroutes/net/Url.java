package dev.piroutes.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL without user and password, such as {@code ssl://192.168.1.10:8883}.
 *
 * @param scheme what stands before {@code ://}, one of those asked for
 * @param address the machine, with the scheme's own port where none was given
 * @param path empty, or from a {@code /} on
 */
public record Url(String scheme, Address address, String path) {

    private static final Pattern PARTS = Pattern.compile("([A-Za-z]+)://([^/?#@\\s]+)(/[^?#@\\s]*)?([?#][^@\\s]*)?");

    /** The port of each of MQTT's schemes, in Paho's spelling. */
    private static final Map<String, Integer> MQTT_PORTS = Map.of("tcp", 1883, "ssl", 8883, "ws", 80, "wss", 443);

    private static final Map<String, String> OTHER_SPELLINGS = Map.of("mqtt", "tcp", "mqtts", "ssl", "tls", "ssl");

    /**
     * The address of an MQTT broker: {@code mqtt://} is taken for {@code tcp://}, {@code mqtts://} and {@code tls://} for
     * {@code ssl://}; only WebSocket has a path.
     */
    public static Optional<Url> ofBroker(String text) {
        String scheme = text.replaceFirst("://.*", "");
        String paho = OTHER_SPELLINGS.getOrDefault(scheme.toLowerCase(Locale.ROOT), scheme);
        return parse(paho + text.substring(scheme.length()), MQTT_PORTS)
                .map(url -> url.scheme.startsWith("ws") || !url.path.equals("/")
                        ? url
                        : new Url(url.scheme, url.address, ""))
                .filter(url -> url.path.isEmpty() || url.scheme.startsWith("ws"));
    }

    /**
     * One address of the setting {@code mqtt.url}.
     *
     * @throws IllegalArgumentException in one line, without a password, if it is none
     */
    public static Url ofMqttUrl(String text) {
        return ofBroker(text).orElseThrow(() -> none(text));
    }

    /**
     * The setting {@code mqtt.url}: addresses with commas between them.
     *
     * @throws IllegalArgumentException in one line, without a password, if one is none
     */
    public static List<Url> ofMqttUrls(String text) {
        // There may be a comma in a password.
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .map(part -> ofBroker(part).orElseThrow(() -> none(text.contains("@") ? text : part)))
                .toList();
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "mqtt.url must be like tcp://192.168.1.10:1883 (or ssl://, ws://, wss://), but was \""
                        + withoutUser(text) + "\""
                        + (text.contains("@") ? "; user and password go into mqtt.username and mqtt.password" : ""));
    }

    /** A text that shall name an address, as it may be shown: what stands before an {@code @} may be a password. */
    public static String withoutUser(String text) {
        int at = text.lastIndexOf('@');
        int user = text.indexOf("://") + 3;
        return at < 0 ? text : (user >= 3 && user <= at ? text.substring(0, user) : "") + "***" + text.substring(at);
    }

    /** @param ports the schemes to take, each with its own port; nothing if it is no such address */
    public static Optional<Url> parse(String text, Map<String, Integer> ports) {
        Matcher parts = PARTS.matcher(text);
        String scheme = parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "";
        Integer port = ports.get(scheme);
        if (port == null || isIpv6WithoutBrackets(parts.group(2))) {
            return Optional.empty();
        }
        String path = parts.group(3) == null ? "" : parts.group(3);
        return Address.parse(parts.group(2), port).map(address -> new Url(scheme, address, path));
    }

    /** Whether a number behind it is its end or a port, nobody can know. */
    private static boolean isIpv6WithoutBrackets(String address) {
        return !address.startsWith("[") && address.indexOf(':') != address.lastIndexOf(':');
    }

    @Override
    public String toString() {
        return scheme + "://" + address + path;
    }
}
