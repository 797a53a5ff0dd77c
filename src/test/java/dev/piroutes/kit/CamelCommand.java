package dev.piroutes.kit;

/** Camel's own command line, as {@code jbang camel@apache/camel} starts it: the jar of camel-jbang-core has no main class. */
public final class CamelCommand {

    private CamelCommand() {}

    public static void main(String... arguments) throws ReflectiveOperationException {
        Class.forName("org.apache.camel.dsl.jbang.core.commands.CamelJBangMain")
                .getMethod("run", String[].class)
                .invoke(null, (Object) arguments);
    }
}
