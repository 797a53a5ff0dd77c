package dev.piroutes.broker.access;

/** MQTT's topic filters. */
final class Filters {
    private Filters() {}

    /**
     * Whether every topic that {@code asked} matches, {@code permitted} matches, too. A topic without wildcards is a filter
     * that matches itself.
     */
    static boolean covers(String permitted, String asked) {
        String[] may = permitted.split("/", -1);
        String[] want = asked.split("/", -1);
        if (want[0].startsWith("$") && !may[0].equals(want[0])) {
            // Wildcards at the front do not stand for these.
            return false;
        }
        for (int i = 0; i < may.length; i++) {
            if (may[i].equals("#")) {
                return true;
            }
            if (i >= want.length || want[i].equals("#") || !level(may[i], want[i])) {
                // a/# is a, too.
                return false;
            }
        }
        return may.length == want.length;
    }

    private static boolean level(String may, String want) {
        return may.equals("+") || may.equals(want);
    }
}
