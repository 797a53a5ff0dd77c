package dev.piroutes.cli;

import dev.piroutes.page.PageSettings;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} is told. A bad value is found here, before anything starts.
 *
 * @param settings as Camel and the routes get them
 * @param devices the route files to run, {@code all} or names
 * @param watched whether changes of route files take effect
 * @param board where pins come from
 * @param root the prefix of every topic
 * @param broker the broker of this program; null: {@code mqtt.url} names another
 * @param page null: none
 * @param management the port of health, metrics and status; 0: none
 */
record RunOptions(
        Settings settings,
        String devices,
        boolean watched,
        String board,
        String root,
        HomeDiscovery home,
        Profile profile,
        @Nullable BrokerOptions broker,
        @Nullable PageSettings page,
        int management) {

    /** @throws UsageException if one of the settings does not fit */
    static RunOptions of(Settings settings) {
        return new RunOptions(
                settings,
                settings.require(Setting.DEVICES),
                settings.flag(Setting.ROUTES_WATCH),
                settings.require(Setting.GPIO_BOARD),
                settings.require(Setting.LAB_ROOT),
                HomeDiscovery.of(settings),
                Profile.of(settings),
                settings.get(Setting.MQTT_URL) == null ? BrokerOptions.of(settings) : null,
                Page.settings(settings),
                settings.port(Setting.MANAGEMENT_PORT));
    }
}
