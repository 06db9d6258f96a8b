package dev.forebay.access.login;

/** Where secrets come from. Thread-safe. */
@FunctionalInterface
public interface Dice {
    /** So many bytes that nobody can guess. */
    byte[] secret(int length);
}
