package dev.piroutes.daytime;

import org.apache.camel.spi.Metadata;

/** Names of the headers. */
public final class DaytimeConstants {
    /** The scheme of the component. */
    public static final String SCHEME = "daytime";

    @Metadata(
            description = "`true` if nothing changed, and the state at the start is told; else absent.",
            javaType = "Boolean")
    public static final String INITIAL = "CamelDaytimeInitial";

    @Metadata(description = "When the next message is due; absent if never.", javaType = "java.time.Instant")
    public static final String NEXT = "CamelDaytimeNext";

    private DaytimeConstants() {}
}
