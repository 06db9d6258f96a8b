package dev.forebay.access.sigv4;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** Dates as signatures write them: {@code 20150830T123600Z}. */
final class SignatureDate {
    private static final int LENGTH = 16;

    private SignatureDate() {}

    /** Milliseconds since the epoch; none when it is no such date. */
    static OptionalLong millis(String text) {
        if (text.length() != LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return OptionalLong.empty();
        }
        try {
            LocalDateTime date =
                    LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 4, 6),
                            number(text, 6, 8),
                            number(text, 9, 11),
                            number(text, 11, 13),
                            number(text, 13, 15));
            return OptionalLong.of(date.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException noDate) {
            return OptionalLong.empty();
        }
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new DateTimeException("not a digit");
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }
}
