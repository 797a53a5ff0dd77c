package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Url;
import dev.piroutes.page.PageSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} is told. A bad value is found here, before anything starts.
 *
 * @param settings as Camel and the routes get them
 * @param devices the route files to run, {@code all} or names
 * @param watched whether changes of route files take effect
 * @param board where pins come from
 * @param sensors where sensors' values come from
 * @param root the prefix of every topic
 * @param broker the broker of this program; null: {@code mqtt.url} names another
 * @param elsewhere those that {@code mqtt.url} names
 * @param page null: none
 * @param management the port of health, metrics and status; 0: none
 * @param log how lines of the log look
 */
record RunOptions(
        Settings settings,
        String devices,
        boolean watched,
        String board,
        SensorSource sensors,
        String root,
        HomeDiscovery home,
        Profile profile,
        @Nullable BrokerOptions broker,
        List<Url> elsewhere,
        @Nullable PageSettings page,
        int management,
        LogFormat log) {

    /** @throws UsageException if one of the settings does not fit */
    static RunOptions of(Settings settings) {
        String url = settings.get(Setting.MQTT_URL);
        return new RunOptions(
                settings,
                settings.require(Setting.DEVICES),
                settings.flag(Setting.ROUTES_WATCH),
                settings.require(Setting.GPIO_BOARD),
                SensorSource.of(settings),
                settings.require(Setting.LAB_ROOT),
                HomeDiscovery.of(settings),
                Profile.of(settings),
                url == null ? BrokerOptions.of(settings) : null,
                url == null ? List.of() : brokers(url),
                Page.settings(settings),
                settings.port(Setting.MANAGEMENT_PORT),
                LogFormat.of(settings));
    }

    private static List<Url> brokers(String url) {
        try {
            return Url.ofMqttUrls(url);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Reason.of(e));
        }
    }

    /** The address of the broker that {@code mqtt.url} names, as it may be shown. */
    String brokerElsewhere() {
        return elsewhere.stream().map(Url::toString).collect(Collectors.joining(","));
    }
}
