package dev.piroutes.tls;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as a person reads them, in the zone of this machine, as log lines have it. */
public final class Dates {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private Dates() {}

    public static String day(Instant time) {
        return DAY.format(time);
    }

    public static String minute(Instant time) {
        return MINUTE.format(time);
    }
}
