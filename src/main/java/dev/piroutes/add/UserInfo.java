package dev.piroutes.add;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Who one is at a proxy or a repository. */
record UserInfo(String name, String password) {

    /** As it stands in a URL, before the {@code @}: what is special there is written as {@code %40}. */
    static UserInfo of(String raw) {
        int colon = raw.indexOf(':');
        return colon < 0
                ? new UserInfo(decoded(raw), "")
                : new UserInfo(decoded(raw.substring(0, colon)), decoded(raw.substring(colon + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "UserInfo[" + name + "]";
    }
}
