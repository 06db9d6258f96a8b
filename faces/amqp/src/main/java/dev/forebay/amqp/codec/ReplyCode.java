package dev.forebay.amqp.codec;

import dev.forebay.amqp.codec.AmqpFault.Level;

/**
 * Why a channel or connection is closed, or a message came back.
 *
 * <p>Source: the constants of the AMQP 0-9-1 specification; names and levels as RabbitMQ has them.
 */
public enum ReplyCode {
    CONTENT_TOO_LARGE(311, Level.CHANNEL),
    NO_ROUTE(312, Level.CHANNEL),
    NO_CONSUMERS(313, Level.CHANNEL),
    CONNECTION_FORCED(320, Level.CONNECTION),
    INVALID_PATH(402, Level.CONNECTION),
    ACCESS_REFUSED(403, Level.CHANNEL),
    NOT_FOUND(404, Level.CHANNEL),
    RESOURCE_LOCKED(405, Level.CHANNEL),
    PRECONDITION_FAILED(406, Level.CHANNEL),
    FRAME_ERROR(501, Level.CONNECTION),
    SYNTAX_ERROR(502, Level.CONNECTION),
    COMMAND_INVALID(503, Level.CONNECTION),
    CHANNEL_ERROR(504, Level.CONNECTION),
    UNEXPECTED_FRAME(505, Level.CONNECTION),
    RESOURCE_ERROR(506, Level.CONNECTION),
    NOT_ALLOWED(530, Level.CONNECTION),
    NOT_IMPLEMENTED(540, Level.CONNECTION),
    INTERNAL_ERROR(541, Level.CONNECTION);

    private final int number;
    private final Level level;

    ReplyCode(int number, Level level) {
        this.number = number;
        this.level = level;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** What the code ends when it concerns a channel other than 0. */
    public Level level() {
        return level;
    }
}
