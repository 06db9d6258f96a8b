package dev.forebay.cli.hello;

/**
 * How one client sends a first message.
 *
 * @param client its name
 * @param title what stands above the recipe
 * @param language what the script is written in
 * @param script as one would type it
 * @param obstacle why it cannot be run as it stands; empty when it can
 */
record Recipe(String client, String title, Language language, String script, String obstacle) {
    /** What carries a script out. */
    enum Language {
        /** The client is a program of its own. */
        SHELL,
        /** The client is a module. */
        PYTHON,
        /** The client is a library, and the script a part of a program. */
        JAVA
    }
}
