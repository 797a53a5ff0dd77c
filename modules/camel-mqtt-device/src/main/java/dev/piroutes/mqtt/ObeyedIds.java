package dev.piroutes.mqtt;

/**
 * The name that routes of before have for it.
 *
 * @deprecated write {@link HandledIds}
 */
@Deprecated(since = "0.1.0")
public final class ObeyedIds extends HandledIds {}
