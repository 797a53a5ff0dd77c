package dev.piroutes.page;

import dev.piroutes.tls.OwnCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bench page is told.
 *
 * @param host name or address to listen at
 * @param address where browsers find it behind a proxy; null if none is said
 * @param certificate for https://; null: the page is http://
 * @param password what a browser has to give; null for none
 * @param control whether it may change anything on a real board; on a virtual one it may
 * @param root the prefix of every topic
 * @param groups groups below the root that its view of the class expects
 * @param notSeen after how long without a sign of life a device of another program counts as not seen
 * @param plots the folder of the numbers that are plotted
 * @param version of the program
 */
public record PageSettings(
        String host,
        int port,
        @Nullable PageAddress address,
        @Nullable OwnCertificate certificate,
        @Nullable String password,
        boolean control,
        String root,
        List<String> groups,
        Duration notSeen,
        Path plots,
        String version) {
    /** Without the password. */
    @Override
    public String toString() {
        return "PageSettings[" + host + ":" + port + "]";
    }
}
