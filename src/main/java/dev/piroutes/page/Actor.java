package dev.piroutes.page;

/**
 * A route that acts on messages.
 *
 * @param filter what it subscribes
 * @param device the client id over which it does
 */
record Actor(String filter, String device) {}
