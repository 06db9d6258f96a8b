package dev.forebay.amqp;

import dev.forebay.access.Operation;

/**
 * What each method asks for: all that this face asks the authorizer. Exchanges have names of the
 * same kind as queues, and rights on them are rights on those names.
 */
public enum AmqpRule {
    PUBLISH("basic.publish (each queue it reaches, or the exchange by permission)", Operation.SEND),
    BIND_TARGET(
            "queue.bind, queue.unbind, exchange.bind, exchange.unbind (target)", Operation.SEND),
    DEAD_LETTER("queue.declare (where its dead letters go)", Operation.SEND),
    ALTERNATE("exchange.declare (its alternate exchange)", Operation.SEND),
    CONSUME("basic.consume", Operation.RECEIVE),
    GET("basic.get", Operation.RECEIVE),
    BIND_SOURCE(
            "queue.bind, queue.unbind, exchange.bind, exchange.unbind (source)", Operation.RECEIVE),
    DEAD_LETTER_SOURCE("queue.declare (with a dead-letter exchange)", Operation.RECEIVE),
    ALTERNATE_SOURCE("exchange.declare (with an alternate exchange)", Operation.RECEIVE),
    ACK("basic.ack, basic.nack, basic.reject", Operation.SETTLE),
    FIND_QUEUE("queue.declare passive", Operation.FIND_QUEUE),
    DECLARE_QUEUE("queue.declare", Operation.CREATE_QUEUE),
    DELETE_QUEUE("queue.delete", Operation.DELETE_QUEUE),
    PURGE_QUEUE("queue.purge", Operation.PURGE),
    FIND_EXCHANGE("exchange.declare passive", Operation.FIND_QUEUE),
    DECLARE_EXCHANGE("exchange.declare", Operation.CREATE_QUEUE),
    DELETE_EXCHANGE("exchange.delete", Operation.DELETE_QUEUE);

    private final String methods;
    private final Operation operation;

    AmqpRule(String methods, Operation operation) {
        this.methods = methods;
        this.operation = operation;
    }

    /** The methods, for people. */
    public String methods() {
        return methods;
    }

    /** What must be allowed. */
    public Operation operation() {
        return operation;
    }
}
