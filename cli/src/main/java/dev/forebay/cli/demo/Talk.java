package dev.forebay.cli.demo;

/** Where actors say what happens to them, for people to read. Thread-safe. */
@FunctionalInterface
interface Talk {
    void say(String event);
}
