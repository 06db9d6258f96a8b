package dev.forebay.server.amqp.compare;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;

/** The methods that most scenarios use, in short. */
final class Asks {
    private Asks() {}

    /** A durable queue. */
    static Object queue(String name, Object... arguments) {
        return new AMQImpl.Queue.Declare(
                0, name, false, true, false, false, false, table(arguments));
    }

    static Object passive(String queue) {
        return new AMQP.Queue.Declare.Builder().queue(queue).passive().build();
    }

    static Object deleteQueue(String name) {
        return new AMQP.Queue.Delete.Builder().queue(name).build();
    }

    /** A durable exchange. */
    static Object exchange(String name, String type, Object... arguments) {
        return new AMQImpl.Exchange.Declare(
                0, name, type, false, true, false, false, false, table(arguments));
    }

    static Object bind(String queue, String exchange, String key, Object... arguments) {
        return new AMQImpl.Queue.Bind(0, queue, exchange, key, false, table(arguments));
    }

    static Object unbind(String queue, String exchange, String key) {
        return new AMQImpl.Queue.Unbind(0, queue, exchange, key, Map.of());
    }

    static Object get(String queue) {
        return new AMQImpl.Basic.Get(0, queue, false);
    }

    static Object take(String queue) {
        return new AMQImpl.Basic.Get(0, queue, true);
    }

    static Object consume(String queue, String tag, Object... arguments) {
        return new AMQImpl.Basic.Consume(
                0, queue, tag, false, false, false, false, table(arguments));
    }

    static Object consumeNoAck(String queue, String tag) {
        return new AMQImpl.Basic.Consume(0, queue, tag, false, true, false, false, Map.of());
    }

    static Object cancel(String tag) {
        return new AMQImpl.Basic.Cancel(tag, false);
    }

    static Object prefetch(int count) {
        return new AMQImpl.Basic.Qos(0, count, false);
    }

    static Object ack(long tag, boolean multiple) {
        return new AMQImpl.Basic.Ack(tag, multiple);
    }

    static Object nack(long tag, boolean multiple, boolean requeue) {
        return new AMQImpl.Basic.Nack(tag, multiple, requeue);
    }

    static Object reject(long tag, boolean requeue) {
        return new AMQImpl.Basic.Reject(tag, requeue);
    }

    static Object confirm() {
        return new AMQImpl.Confirm.Select(false);
    }

    static AMQP.BasicProperties.Builder properties() {
        return new AMQP.BasicProperties.Builder();
    }

    static Map<String, Object> table(Object... namesAndValues) {
        Map<String, Object> table = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            table.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return table;
    }
}
