package dev.forebay.server.settings;

/**
 * One value that somebody gave.
 *
 * @param name as written: a key, a flag or a variable
 * @param value as written
 * @param place where, for messages: {@code forebay.yaml:6:3}, {@code --http-port}, {@code
 *     FOREBAY_HTTP_PORT}
 */
record Given(String name, String value, String place) {}
