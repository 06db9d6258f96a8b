package dev.forebay.cli.demo;

/**
 * Why the server delivers nothing at a moment, as it says itself.
 *
 * @param detail for people
 * @param seconds until that ends, at the earliest
 */
record HeldBack(String detail, double seconds) {}
