package dev.forebay.testkit.history;

/** Where a server said that it put a message. */
public record Place(int partition, long offset) {}
