package dev.piroutes.cli;

import dev.piroutes.verify.Roots;
import java.util.List;
import java.util.regex.Pattern;

/** The groups that {@code page.groups} names, in short as {@code verify --root} names roots: {@code g01..g30,staff}. */
final class ClassGroups {
    /** Of one class; each has a tile on the page. */
    static final int MOST = 200;

    /** One level of a {@code lab.root}. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ClassGroups() {}

    /** @throws UsageException if one is no single level of a topic, stands twice, or there are more than {@value #MOST} */
    static List<String> of(String list) {
        List<String> groups;
        try {
            groups = Roots.of(list);
        } catch (IllegalArgumentException e) {
            groups = List.of();
        }
        if (groups.isEmpty()
                || groups.size() > MOST
                || !groups.stream().allMatch(group -> GROUP.matcher(group).matches())) {
            throw new UsageException("page.groups must be at most " + MOST + " different groups, such as g01..g30 or"
                    + " red,blue (letters, digits, - and _), but was \"" + list + "\"");
        }
        return groups;
    }
}
