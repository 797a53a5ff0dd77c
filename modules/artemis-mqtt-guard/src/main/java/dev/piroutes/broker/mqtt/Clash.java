package dev.piroutes.broker.mqtt;

/**
 * Two clients that use one client id and throw each other off.
 *
 * @param newer the address of the one that is connected now
 * @param older the address of the one that was thrown off; the same, if both run on one machine
 */
public record Clash(String clientId, String newer, String older) {}
