package dev.forebay.testkit.history;

/**
 * A rule that was broken.
 *
 * @param detail which message and calls, for people
 */
public record Violation(Rule rule, String detail) {}
