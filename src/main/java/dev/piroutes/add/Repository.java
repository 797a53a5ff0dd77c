package dev.piroutes.add;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A Maven repository.
 *
 * @param url without a user
 * @param user null: nobody is asked for a name there
 */
public record Repository(URI url, @Nullable UserInfo user) {

    private static final String FORM =
            "a repository must be like https://host/path, with a user like https://name:password@host/path, where @, :, / and %"
                    + " in name and password are written as %40, %3A, %2F and %25";

    /** @throws IllegalArgumentException in one line if it is no URL; the text is not in it, as a password may be */
    public static Repository of(String text) {
        try {
            URI whole = new URI(text.strip()).parseServerAuthority();
            String raw = whole.getRawUserInfo();
            boolean placed = whole.getHost() != null || "file".equalsIgnoreCase(whole.getScheme());
            // What seems to be the path may be the rest of a password.
            boolean unclear = raw != null && text.indexOf('@') != text.lastIndexOf('@');
            if (whole.getScheme() == null || !placed || unclear) {
                throw new IllegalArgumentException(FORM);
            }
            return raw == null
                    ? new Repository(whole, null)
                    : new Repository(URI.create(text.strip().replace(raw + "@", "")), UserInfo.of(raw));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(FORM);
        }
    }

    /** Without the user. */
    @Override
    public String toString() {
        return url.toString();
    }
}
