package dev.forebay.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What names a message move task to its client. It proves nothing: whoever shows one needs the
 * right to steer moves of its queue.
 *
 * @param id of the redrive
 * @param queue its source
 */
record MoveTaskHandle(long id, String queue) {
    private static final String START = "redrive:";

    /** The handle of a text, unless it is none. */
    static Optional<MoveTaskHandle> of(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int end = plain.startsWith(START) ? plain.indexOf(':', START.length()) : -1;
            return end < 0
                    ? Optional.empty()
                    : Optional.of(
                            new MoveTaskHandle(
                                    Long.parseLong(plain, START.length(), end, 10),
                                    plain.substring(end + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((START + id + ":" + queue).getBytes(StandardCharsets.UTF_8));
    }
}
