package dev.piroutes.watch;

/**
 * What a route has done.
 *
 * @param exchanges messages and events that it has done with
 * @param failures those of them that failed, even if that was handled
 */
public record RouteStatus(String route, long exchanges, long failures) {}
