package dev.piroutes.cli;

import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which devices run: all of them at first, then those that are otherwise than before. */
final class DeviceLines {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceLines.class);

    private final CamelContext context;
    private List<String> logged = List.of();

    DeviceLines(CamelContext context) {
        this.context = context;
    }

    synchronized void log() {
        List<String> now = Devices.describe(context);
        now.stream().filter(line -> !logged.contains(line)).forEach(LOG::info);
        logged = now;
    }
}
