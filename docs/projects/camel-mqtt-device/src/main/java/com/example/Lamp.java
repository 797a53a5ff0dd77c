package com.example;

import org.apache.camel.main.Main;

/** Runs the routes in src/main/resources/camel until Ctrl-C. */
public final class Lamp {

    private Lamp() {}

    public static void main(String[] args) throws Exception {
        new Main().run(args);
    }
}
