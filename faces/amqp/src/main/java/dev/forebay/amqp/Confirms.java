package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.traffic.Deed;
import java.util.BitSet;

/**
 * Which messages of a channel in confirm mode are on disk. What has become so in one turn is told
 * at its end: with one confirm for all up to the first that is not.
 */
final class Confirms {
    private static final int SHIFT_AFTER = 4_096;

    private final AmqpChannel channel;

    /** By number, less {@link #base}: on disk or refused. */
    private final BitSet done = new BitSet();

    /** Of those on disk, the ones that the client was not told of. */
    private final BitSet fresh = new BitSet();

    private long base = 1;
    private int low;
    private long next = 1;

    Confirms(AmqpChannel channel) {
        this.channel = channel;
    }

    /** The number of the message that was just published. */
    long begin() {
        long number = next;
        next++;
        return number;
    }

    /** It is on disk, or goes to no queue. */
    void done(long number) {
        channel.countToo(Deed.CONFIRM);
        int index = (int) (number - base);
        done.set(index);
        fresh.set(index);
        channel.connection().dirty(channel);
    }

    /** It was refused. */
    void refused(long number) {
        int index = (int) (number - base);
        done.set(index);
        if (channel.isOpen()) {
            // Else another channel may have its number by now.
            channel.write(new AMQImpl.Basic.Nack(number, false, false));
            channel.connection().dirty(channel);
        }
    }

    /** How many messages are published and neither on disk nor refused, or not told of yet. */
    long open() {
        return next - base - low;
    }

    /** Tells what there is to tell. */
    void flush() {
        int end = done.nextClearBit(low);
        int last = fresh.previousSetBit(end - 1);
        if (last >= low) {
            channel.write(new AMQImpl.Basic.Ack(base + last, last > low));
        }
        fresh.clear(low, end);
        low = end;
        for (int i = fresh.nextSetBit(end); i >= 0; i = fresh.nextSetBit(i + 1)) {
            channel.write(new AMQImpl.Basic.Ack(base + i, false));
        }
        fresh.clear();
        if (low >= SHIFT_AFTER) {
            shift();
        }
    }

    private void shift() {
        BitSet doneThen = done.get(low, Math.max(low, done.length()));
        done.clear();
        done.or(doneThen);
        base += low;
        low = 0;
    }
}
