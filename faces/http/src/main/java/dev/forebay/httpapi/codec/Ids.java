package dev.forebay.httpapi.codec;

import dev.forebay.engine.MessageId;
import java.util.UUID;

/** Ids of messages as text. */
public final class Ids {
    private static final int LENGTH = 36;

    private Ids() {}

    /**
     * The id that a text stands for.
     *
     * @throws ApiFailure when it stands for none
     */
    public static MessageId read(String member, String text) {
        try {
            if (text.length() == LENGTH) {
                UUID id = UUID.fromString(text);
                return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits());
            }
        } catch (IllegalArgumentException noId) {
            throw noId(member);
        }
        throw noId(member);
    }

    private static ApiFailure noId(String member) {
        return ApiFailure.invalid(member, "the id of a message");
    }
}
