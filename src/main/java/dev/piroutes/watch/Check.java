package dev.piroutes.watch;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is well or not.
 *
 * @param name such as {@code mqtt-device-PicoB}
 * @param up whether it is well
 * @param message why it is not
 */
public record Check(String name, boolean up, @Nullable String message) {

    /** @param stalled how many clients get nothing of what waits for them */
    public static Check deliveries(long stalled) {
        return new Check(
                "broker-deliveries",
                stalled == 0,
                stalled == 0 ? null : "clients that get nothing of what waits for them: " + stalled);
    }
}
