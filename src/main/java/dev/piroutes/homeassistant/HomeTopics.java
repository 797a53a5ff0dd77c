package dev.piroutes.homeassistant;

/** The topics that discovery adds to those of the routes. Pure text, for whoever permits them, too. */
public final class HomeTopics {

    private HomeTopics() {}

    /**
     * Where a device is described: one message for all that it has.
     *
     * @param prefix Home Assistant's discovery prefix
     * @param clientId letters, digits, {@code -} and {@code _}, which is what Home Assistant permits there
     */
    public static String config(String prefix, String clientId) {
        return prefix + "/device/" + clientId + "/config";
    }

    /**
     * Where the state of what a command switches is kept: {@code led/state} for {@code led/cmd}, {@code lamp/state} for
     * {@code lamp}.
     */
    public static String state(String command) {
        return command.replaceFirst("/(cmd|command|set)$", "") + "/state";
    }
}
