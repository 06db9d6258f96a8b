package dev.forebay.server.machine;

import java.security.SecureRandom;

/** Chance that nobody can replay. Thread-safe. */
public final class Dice {
    private final SecureRandom random = new SecureRandom();

    /** Bytes fit for a secret. */
    public byte[] secret(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any number. */
    public long number() {
        return random.nextLong();
    }
}
