package dev.forebay.server.machine;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Chance that nobody can replay. Thread-safe. */
public final class Dice {
    private final SecureRandom random = new SecureRandom();

    /** Bytes fit for a secret. */
    public byte[] secret(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What makes up names that nobody can guess. */
    public RandomGenerator generator() {
        return random;
    }

    /** Any number. */
    public long number() {
        return random.nextLong();
    }
}
