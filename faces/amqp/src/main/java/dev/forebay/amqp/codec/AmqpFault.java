package dev.forebay.amqp.codec;

import java.nio.charset.StandardCharsets;

/**
 * What a client did wrong, as connection.close or channel.close tell it.
 *
 * @param code the reply code
 * @param text what was wrong, for people; cut where it is sent
 * @param classId the class of the method that caused it, 0 when none did
 * @param methodId the method that caused it, 0 when none did
 * @param level what is closed
 */
public record AmqpFault(ReplyCode code, String text, int classId, int methodId, Level level) {
    /** What a fault ends. */
    public enum Level {
        /** The connection with all its channels. */
        CONNECTION,
        /** One channel; the connection goes on. */
        CHANNEL
    }

    /** How many bytes a short string may have. */
    private static final int SHORT_STRING = 255;

    /** A fault that no method caused, at the level of its code. */
    public static AmqpFault of(ReplyCode code, String text) {
        return new AmqpFault(code, text, 0, 0, code.level());
    }

    /** The same fault, laid at a method. */
    public AmqpFault during(int newClassId, int newMethodId) {
        return new AmqpFault(code, text, newClassId, newMethodId, level);
    }

    /** The same fault on channel 0, where all faults end the connection. */
    public AmqpFault onConnection() {
        return new AmqpFault(code, text, classId, methodId, Level.CONNECTION);
    }

    /** The text on the wire: the code's name, then what was wrong; at most 255 bytes of UTF-8. */
    public String replyText() {
        String whole = code.name() + " - " + text;
        int bytes = whole.getBytes(StandardCharsets.UTF_8).length;
        int end = whole.length();
        while (bytes > SHORT_STRING) {
            int last = whole.codePointBefore(end);
            end -= Character.charCount(last);
            bytes = whole.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        }
        return whole.substring(0, end);
    }
}
