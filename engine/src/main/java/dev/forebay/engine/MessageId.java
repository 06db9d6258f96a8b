package dev.forebay.engine;

import java.util.UUID;

/**
 * Names a message for ever: the place of its first append (queue id, partition, offset) in the
 * shape of a UUID.
 */
public record MessageId(long high, long low) {
    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
