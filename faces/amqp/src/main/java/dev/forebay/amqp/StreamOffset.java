package dev.forebay.amqp;

import com.rabbitmq.client.LongString;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.Position;
import java.util.Date;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a consumer of a stream begins to read, as it says in an argument of basic.consume. */
final class StreamOffset {
    /** The argument, and the header of each delivery that says where the message stands. */
    static final String NAME = "x-stream-offset";

    private static final long MILLIS = 1_000;

    private final Cursors cursors;
    private final String queue;
    private final long wall;

    /**
     * @param wall wall-clock time in ms, from which intervals reach back
     */
    StreamOffset(Cursors cursors, String queue, long wall) {
        this.cursors = cursors;
        this.queue = queue;
        this.wall = wall;
    }

    /**
     * The position that the argument means.
     *
     * @throws AmqpFailure 406 when it means none
     */
    Position position(@Nullable Object argument) {
        return switch (argument) {
            case null -> new Position.Now();
            case Date time -> new Position.Time(FieldValues.seconds(time) * MILLIS);
            case LongString text -> word(text.toString());
            case Byte number -> offset(number);
            case Short number -> offset(number);
            case Integer number -> offset(number);
            case Long number -> offset(number);
            default -> throw wrong(argument);
        };
    }

    private Position word(String text) {
        return switch (text) {
            case "first" -> new Position.Beginning();
            case "last" -> last();
            case "next" -> new Position.Now();
            default -> {
                OptionalLong back = Interval.millis(text);
                if (back.isEmpty()) {
                    throw wrong(text);
                }
                yield new Position.Time(wall - back.getAsLong());
            }
        };
    }

    /** RabbitMQ begins with its last chunk of messages; here each is a chunk of its own. */
    private Position last() {
        return new Position.Offset(Math.max(0, cursors.end(queue).orElse(0) - 1));
    }

    private static Position offset(long number) {
        return new Position.Offset(Math.max(0, number));
    }

    private static AmqpFailure wrong(Object argument) {
        return new AmqpFailure(
                ReplyCode.PRECONDITION_FAILED,
                "invalid "
                        + NAME
                        + " '"
                        + FieldValues.text(argument)
                        + "': neither first, last, next, an offset, a timestamp nor an interval");
    }
}
