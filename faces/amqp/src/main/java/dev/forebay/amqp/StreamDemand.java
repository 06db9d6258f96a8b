package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.QueueInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What RabbitMQ demands of basic.consume where the queue is a stream, and what it may ask for. */
final class StreamDemand {
    private final Broker broker;
    private final QueueInfo queue;
    private final String stream;

    /**
     * @param stream the queue as clients know it
     */
    StreamDemand(Broker broker, QueueInfo queue, String stream) {
        this.broker = broker;
        this.queue = queue;
        this.stream = stream;
    }

    /**
     * How the consumer begins.
     *
     * @param prefetch of a consumer made now
     * @param prefetchOfAll of the channel as a whole
     * @param arguments those that consumers of every queue have
     * @throws AmqpFailure 406 without a prefetch or with an offset that is none, 540 without acks
     *     or with a prefetch of the channel
     */
    StreamConsumer.Start start(
            AMQImpl.Basic.Consume consume,
            String tag,
            int prefetch,
            int prefetchOfAll,
            ConsumerArguments arguments) {
        if (prefetch == 0) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "consumer prefetch count is not set for " + stream);
        }
        if (consume.getNoAck()) {
            throw new AmqpFailure(
                    ReplyCode.NOT_IMPLEMENTED,
                    "automatic acknowledgement not supported by " + stream);
        }
        if (prefetchOfAll != 0) {
            throw new AmqpFailure(
                    ReplyCode.NOT_IMPLEMENTED, stream + " does not support global qos");
        }
        Map<String, @Nullable Object> given = FieldValues.table(consume.getArguments());
        StreamOffset offset =
                new StreamOffset(broker.queues().cursors(), queue.name(), broker.clock().wall());
        return new StreamConsumer.Start(
                tag,
                queue,
                consume.getExclusive(),
                prefetch,
                offset.position(given.get(StreamOffset.NAME)),
                StreamFilter.of(given),
                arguments);
    }
}
