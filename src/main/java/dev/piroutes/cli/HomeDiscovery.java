package dev.piroutes.cli;

import dev.piroutes.check.Checker;
import dev.piroutes.files.Reason;
import dev.piroutes.homeassistant.HomeAssistant;
import dev.piroutes.mqtt.Topics;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * The settings for Home Assistant, and what follows from them.
 *
 * @param discovery {@code true}, {@code false} or {@code clear}
 * @param prefix the discovery prefix, a topic
 * @param states whether states of outputs are kept at the broker
 */
record HomeDiscovery(String discovery, String prefix, boolean states) {

    /** @throws UsageException if one of the settings does not fit */
    static HomeDiscovery of(Settings settings) {
        String discovery = settings.word(Setting.HOMEASSISTANT_DISCOVERY);
        String prefix = settings.require(Setting.HOMEASSISTANT_PREFIX);
        try {
            Topics.requireName(prefix);
        } catch (IllegalArgumentException e) {
            throw new UsageException("homeassistant.prefix: " + Reason.of(e));
        }
        if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("//")) {
            throw new UsageException(
                    "homeassistant.prefix must be a topic like homeassistant, without empty levels, but" + " was \""
                            + prefix + "\"");
        }
        boolean states = settings.flag(Setting.HOMEASSISTANT_STATE);
        if (states && discovery.equals("false")) {
            throw new UsageException("homeassistant.state needs homeassistant.discovery=true");
        }
        return new HomeDiscovery(discovery, prefix, states);
    }

    boolean isOff() {
        return discovery.equals("false");
    }

    /**
     * Looks at what the files declare for it; without discovery it does not.
     *
     * @throws IllegalArgumentException with place, what is wrong and what is right, if a declaration is bad
     */
    void require(Checker checker, Map<String, String> files) {
        if (!isOff()) {
            List<RouteSource> sources = files.entrySet().stream()
                    .map(file -> new RouteSource(file.getKey(), file.getValue()))
                    .toList();
            for (Finding finding : checker.entities(sources)) {
                if (finding.isError()) {
                    throw new IllegalArgumentException(finding.place() + ": " + finding.message());
                }
            }
        }
    }

    /**
     * Begins; without discovery it does nothing and costs nothing.
     *
     * @return what is to be done when routes have changed
     */
    Runnable start(CamelContext context) {
        if (isOff()) {
            return () -> {};
        }
        HomeAssistant home = new HomeAssistant(
                context,
                prefix,
                discovery.equals("clear") ? HomeAssistant.Mode.CLEAR : HomeAssistant.Mode.ON,
                states,
                PiRoutes.Version.number());
        home.announce();
        return home::announce;
    }

    /** Adds what devices publish for it to what their routes use. */
    void addTo(Collection<ClientUse> clients) {
        for (ClientUse client : clients) {
            if (!isOff() && client.isDevice()) {
                client.publishes().add(HomeAssistant.topic(prefix, client.name()));
                // To clear what was kept takes the permission, too.
                if (states || discovery.equals("clear")) {
                    client.publishes().addAll(client.states());
                }
            }
        }
    }

    /** What people, and Home Assistant as one of them, may read and write. */
    List<String> topics(String root) {
        return isOff() ? List.of(root + "/#") : List.of(root + "/#", prefix + "/#");
    }
}
