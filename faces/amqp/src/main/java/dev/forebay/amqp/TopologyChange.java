package dev.forebay.amqp;

import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Exchange;

/** One change of exchanges, bindings and runtime parameters. */
sealed interface TopologyChange {
    record PutExchange(Exchange exchange) implements TopologyChange {}

    /** With all its bindings. */
    record RemoveExchange(String name) implements TopologyChange {}

    /**
     * A new binding.
     *
     * @param queueId of the queue that it leads to, so that another of its name gets nothing; 0
     *     when it leads to an exchange
     */
    record PutBinding(Binding binding, int queueId) implements TopologyChange {}

    record RemoveBinding(Binding binding) implements TopologyChange {}

    /** All bindings that lead to it. */
    record RemoveQueue(String name) implements TopologyChange {}

    /** A runtime parameter, new or with another value. */
    record PutParameter(RuntimeParameter parameter) implements TopologyChange {}

    record RemoveParameter(RuntimeParameter.Key key) implements TopologyChange {}
}
