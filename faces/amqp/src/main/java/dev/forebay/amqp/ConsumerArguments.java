package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of basic.consume.
 *
 * @param priority consumers of a higher one are served first while they have credit; 0 by default
 * @param ackTimeoutMillis how long the consumer may keep a delivery; 0 for as long as it wants
 * @param given as the consumer gave them, for people to look at
 */
record ConsumerArguments(int priority, long ackTimeoutMillis, Map<String, @Nullable Object> given) {
    private static final String PRIORITY = "x-priority";
    private static final String TIMEOUT = "x-consumer-timeout";

    /**
     * Reads them.
     *
     * @param where the queue, for faults
     * @param queue the arguments of the queue, which count where the consumer says nothing
     * @param usual the timeout where nobody says anything
     * @throws AmqpFailure 406 for an argument that is wrong
     */
    static ConsumerArguments read(
            Map<String, @Nullable Object> given,
            String where,
            Map<String, @Nullable Object> queue,
            long usual) {
        long priority = number(given, PRIORITY, Integer.MIN_VALUE, where, 0);
        long ofQueue = number(queue, TIMEOUT, 0, where, usual);
        return new ConsumerArguments(
                (int) Math.min(Integer.MAX_VALUE, priority),
                number(given, TIMEOUT, 0, where, ofQueue),
                given);
    }

    /** When a delivery of this time must be settled. */
    long dueAt(long deliveredAt) {
        return ackTimeoutMillis == 0 ? Long.MAX_VALUE : deliveredAt + ackTimeoutMillis;
    }

    private static long number(
            Map<String, @Nullable Object> given,
            String name,
            long least,
            String where,
            long otherwise) {
        Object value = FieldValues.matchable(given.get(name));
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long number)) {
            throw wrong(name, where, "it is no whole number");
        }
        if (number < least) {
            throw wrong(name, where, number + " is not within its range");
        }
        return number;
    }

    private static AmqpFailure wrong(String name, String where, String why) {
        return new AmqpFailure(
                ReplyCode.PRECONDITION_FAILED,
                "invalid arg '" + name + "' for " + where + ": " + why);
    }
}
