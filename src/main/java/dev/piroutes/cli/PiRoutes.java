package dev.piroutes.cli;

/** Entry point. */
public final class PiRoutes {
    private PiRoutes() {}

    public static void main(String[] args) {}
}
