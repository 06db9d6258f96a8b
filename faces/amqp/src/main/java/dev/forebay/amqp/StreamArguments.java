package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettingsBuilder;
import java.util.OptionalLong;

/**
 * What queue.declare says of a queue of type stream: it is durable and everybody's, and its
 * arguments are about how much it keeps.
 */
final class StreamArguments {
    private static final String AGE = "x-max-age";
    private static final String BYTES = "x-max-length-bytes";
    private static final String SEGMENT = "x-stream-max-segment-size-bytes";
    private static final String FILTER = "x-stream-filter-size-bytes";
    private static final long LARGEST_SEGMENT = 3_000_000_000L;
    private static final int SMALLEST_FILTER = 16;
    private static final int LARGEST_FILTER = 255;

    private final QueueArguments arguments;

    StreamArguments(QueueArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Adds to the settings what they mean.
     *
     * @throws AmqpFailure 406 for what a stream does not have, or not so
     */
    void apply(DeclaredQueue declared, QueueSettingsBuilder settings) {
        requirePlain(declared);
        // Segments are the log's, and filters are exact: no effect.
        arguments.number(SEGMENT, 0, LARGEST_SEGMENT);
        arguments.number(FILTER, SMALLEST_FILTER, LARGEST_FILTER);
        settings.kind(QueueKind.STREAM)
                .retentionMillis(age().orElse(Long.MAX_VALUE))
                .retentionBytes(arguments.number(BYTES, 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE));
    }

    private void requirePlain(DeclaredQueue declared) {
        String property =
                declared.autoDelete()
                        ? "auto-delete"
                        : declared.exclusive()
                                ? "exclusive"
                                : declared.durable() ? "" : "non-durable";
        if (!property.isEmpty()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "invalid property '" + property + "' for " + arguments.queue());
        }
    }

    private OptionalLong age() {
        String text = arguments.text(AGE);
        if (text == null) {
            return OptionalLong.empty();
        }
        OptionalLong age = Interval.millis(text);
        if (age.isEmpty()) {
            throw arguments.wrong(AGE, "'" + text + "' is no number with Y, M, D, h, m or s");
        }
        return age;
    }
}
