package dev.forebay.server.amqp.compare;

import static dev.forebay.server.amqp.compare.Asks.bind;
import static dev.forebay.server.amqp.compare.Asks.confirm;
import static dev.forebay.server.amqp.compare.Asks.consume;
import static dev.forebay.server.amqp.compare.Asks.deleteQueue;
import static dev.forebay.server.amqp.compare.Asks.exchange;
import static dev.forebay.server.amqp.compare.Asks.passive;
import static dev.forebay.server.amqp.compare.Asks.properties;
import static dev.forebay.server.amqp.compare.Asks.queue;
import static dev.forebay.server.amqp.compare.Asks.table;
import static dev.forebay.server.amqp.compare.Asks.take;
import static dev.forebay.server.amqp.compare.Asks.unbind;
import static dev.forebay.server.amqp.compare.Scenario.channel;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Classes exchange and queue. */
final class TopologyScenarios {
    private TopologyScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(exchanges());
        all.addAll(queues());
        all.addAll(routing());
        wrongArguments().forEach((argument, value) -> all.add(wrong(argument, value)));
        foreignArguments().forEach((what, arguments) -> all.add(foreign(what, arguments)));
        changedArguments()
                .forEach((type, arguments) ->
                        arguments.forEach(
                                (argument, values) -> all.add(changed(type, argument, values))));
        return all;
    }

    private static Scenario foreign(String what, List<Object> arguments) {
        return channel(
                "an argument that is not for the type: " + what,
                with ->
                        with.call(
                                queue(
                                        "for " + what,
                                        "x-queue-type",
                                        arguments.get(0),
                                        arguments.get(1),
                                        arguments.get(2))));
    }

    private static Map<String, List<Object>> foreignArguments() {
        return Map.of(
                "x-max-in-memory-length of classic",
                List.of("classic", "x-max-in-memory-length", 5),
                "x-quorum-initial-group-size of classic",
                List.of("classic", "x-quorum-initial-group-size", 1),
                "x-initial-cluster-size of quorum",
                List.of("quorum", "x-initial-cluster-size", 1),
                "x-queue-master-locator of quorum",
                List.of("quorum", "x-queue-master-locator", "min-masters"),
                "x-queue-version of quorum",
                List.of("quorum", "x-queue-version", 1),
                "x-queue-leader-locator unknown, of stream",
                List.of("stream", "x-queue-leader-locator", "nearest"),
                "x-quorum-initial-group-size of stream",
                List.of("stream", "x-quorum-initial-group-size", 1));
    }

    private static Scenario changed(String type, String argument, List<Object> values) {
        return channel(
                "queue.declare of type " + type + " with another " + argument,
                with -> {
                    String name = type + " " + argument;
                    with.call(queue(name, "x-queue-type", type, argument, values.get(0)));
                    with.call(queue(name, "x-queue-type", type, argument, values.get(0)));
                    with.call(queue(name, "x-queue-type", type, argument, values.get(1)));
                });
    }

    private static Map<String, Map<String, List<Object>>> changedArguments() {
        return Map.of(
                "classic",
                Map.of("x-queue-master-locator", List.of("min-masters", "client-local")),
                "quorum",
                Map.of(
                        "x-queue-leader-locator", List.of("balanced", "client-local"),
                        "x-quorum-initial-group-size", List.of(1, 2),
                        "x-max-in-memory-length", List.of(5, 6)));
    }

    private static Scenario wrong(String what, List<Object> argument) {
        return channel(
                "queue argument: " + what,
                with -> with.call(queue("arg " + what, argument.get(0), argument.get(1))));
    }

    private static Map<String, List<Object>> wrongArguments() {
        return Map.ofEntries(
                Map.entry("x-message-ttl as text", List.of("x-message-ttl", "soon")),
                Map.entry("x-message-ttl below 0", List.of("x-message-ttl", -1)),
                Map.entry("x-expires of 0", List.of("x-expires", 0)),
                Map.entry("x-max-length below 0", List.of("x-max-length", -1)),
                Map.entry("x-max-length-bytes as a flag", List.of("x-max-length-bytes", true)),
                Map.entry("x-overflow unknown", List.of("x-overflow", "spill")),
                Map.entry("x-max-priority of 256", List.of("x-max-priority", 256)),
                Map.entry(
                        "x-dead-letter-exchange as a number", List.of("x-dead-letter-exchange", 1)),
                Map.entry(
                        "x-dead-letter-routing-key alone",
                        List.of("x-dead-letter-routing-key", "k")),
                Map.entry(
                        "x-single-active-consumer as text",
                        List.of("x-single-active-consumer", "yes")),
                Map.entry("x-queue-type unknown", List.of("x-queue-type", "heap")),
                Map.entry("x-queue-mode unknown", List.of("x-queue-mode", "quick")),
                Map.entry("an argument of no meaning", List.of("x-colour", "red")));
    }

    private static AMQP.Queue.Declare.Builder quorum() {
        return new AMQP.Queue.Declare.Builder()
                .queue("qu-quorum")
                .arguments(Map.of("x-queue-type", "quorum"));
    }

    private static Scenario quorum(String what, Object declare) {
        return channel(
                "queue.declare of a quorum queue that is " + what, with -> with.call(declare));
    }

    private static List<Scenario> exchanges() {
        return List.of(
                channel(
                        "exchange.declare of each type, again and passive",
                        with -> {
                            for (String type : List.of("direct", "fanout", "topic", "headers")) {
                                with.call(exchange("ex-" + type, type));
                                with.call(exchange("ex-" + type, type));
                                with.call(exists("ex-" + type));
                            }
                        }),
                channel(
                        "exchange.declare of another type",
                        with -> {
                            with.call(exchange("ex-type", "direct"));
                            with.call(exchange("ex-type", "fanout"));
                        }),
                channel(
                        "exchange.declare of another durability",
                        with -> {
                            with.call(exchange("ex-durable", "direct"));
                            with.call(
                                    new AMQP.Exchange.Declare.Builder()
                                            .exchange("ex-durable")
                                            .build());
                        }),
                channel(
                        "exchange.declare with another alternate-exchange",
                        with -> {
                            with.call(exchange("ex-ae", "direct", "alternate-exchange", "a"));
                            with.call(exchange("ex-ae", "direct", "alternate-exchange", "b"));
                        }),
                channel(
                        "exchange.declare with a wrong alternate-exchange",
                        with -> with.call(exchange("ex-ae2", "direct", "alternate-exchange", 1))),
                channel(
                        "exchange.declare of an unknown type",
                        with -> with.call(exchange("ex-odd", "odd"))),
                channel(
                        "exchange.declare of a reserved name",
                        with -> with.call(exchange("amq.mine", "direct"))),
                channel(
                        "exchange.declare of the default exchange",
                        with -> with.call(exchange("", "direct"))),
                channel(
                        "exchange.declare passive of the default exchange",
                        with -> with.call(exists(""))),
                channel(
                        "publishing to amq.rabbitmq.trace",
                        with -> {
                            with.call(exists("amq.rabbitmq.trace"));
                            with.publish("amq.rabbitmq.trace", "k", "x");
                            with.settled();
                        }),
                channel(
                        "exchange.declare passive of what is not there",
                        with -> with.call(exists("nowhere"))),
                channel(
                        "exchange.delete of one in use",
                        with -> {
                            with.call(exchange("ex-used", "direct"));
                            with.call(queue("ex-used-q"));
                            with.call(bind("ex-used-q", "ex-used", "k"));
                            with.call(new AMQImpl.Exchange.Delete(0, "ex-used", true, false));
                        }),
                channel(
                        "exchange.delete",
                        with -> {
                            with.call(exchange("ex-gone", "direct"));
                            with.call(new AMQImpl.Exchange.Delete(0, "ex-gone", false, false));
                            with.call(new AMQImpl.Exchange.Delete(0, "ex-gone", false, false));
                        }),
                channel(
                        "exchange.delete of a reserved one",
                        with ->
                                with.call(
                                        new AMQImpl.Exchange.Delete(
                                                0, "amq.direct", false, false))),
                channel(
                        "exchange.delete of the default one",
                        with -> with.call(new AMQImpl.Exchange.Delete(0, "", false, false))),
                channel(
                        "exchange.bind to what is not there",
                        with -> with.call(bindExchange("nowhere", "amq.direct"))),
                channel(
                        "exchange.bind from what is not there",
                        with -> with.call(bindExchange("amq.direct", "nowhere"))),
                channel(
                        "exchange.bind of the default one",
                        with -> with.call(bindExchange("", "amq.direct"))),
                channel(
                        "exchange.unbind of what is not bound",
                        with ->
                                with.call(
                                        new AMQImpl.Exchange.Unbind(
                                                0,
                                                "amq.fanout",
                                                "amq.direct",
                                                "k",
                                                false,
                                                Map.of()))),
                channel(
                        "an auto-delete exchange goes with its last binding",
                        with -> {
                            with.call(
                                    new AMQP.Exchange.Declare.Builder()
                                            .exchange("ex-auto")
                                            .autoDelete()
                                            .build());
                            with.call(queue("ex-auto-q"));
                            with.call(bind("ex-auto-q", "ex-auto", "k"));
                            with.call(unbind("ex-auto-q", "ex-auto", "k"));
                            with.call(exists("ex-auto"));
                        }));
    }

    private static List<Scenario> queues() {
        return List.of(
                channel(
                        "queue.declare, again, passive, counted",
                        with -> {
                            with.call(queue("qu"));
                            with.call(confirm());
                            with.publish("", "qu", "x");
                            with.confirms(1);
                            with.call(queue("qu"));
                            with.call(passive("qu"));
                        }),
                channel(
                        "queue.declare without a name, then by none",
                        with -> {
                            with.call(queue(""));
                            with.call(bind("", "amq.direct", "k"));
                            with.call(deleteQueue(""));
                        }),
                channel(
                        "queue.declare passive of no name",
                        with -> {
                            with.call(queue(""));
                            with.call(passive(""));
                        }),
                channel(
                        "line breaks in names",
                        with -> {
                            with.call(queue("qu\r\n-broken"));
                            with.call(exchange("ex\n-broken", "direct"));
                            with.call(exists("ex-\nbroken"));
                            with.call(bind("qu-bro\nken", "ex-bro\nken", "k"));
                            with.call(unbind("qu-bro\nken", "ex-bro\nken", "k"));
                            with.call(new AMQImpl.Exchange.Delete(0, "ex-\nbroken", true, false));
                            with.call(deleteQueue("qu-bro\rken"));
                            with.call(passive("qu-broken"));
                        }),
                channel(
                        "consuming does not pass over line breaks",
                        with -> {
                            with.call(queue("qu-whole"));
                            with.call(consume("qu-\nwhole", "t"));
                        }),
                channel(
                        "queue.declare passive of what is not there",
                        with -> with.call(passive("nowhere"))),
                channel(
                        "queue.declare of another durability",
                        with -> {
                            with.call(queue("qu-durable"));
                            with.call(new AMQP.Queue.Declare.Builder().queue("qu-durable").build());
                        }),
                channel(
                        "queue.declare of another exclusiveness",
                        with -> {
                            with.call(
                                    new AMQP.Queue.Declare.Builder()
                                            .queue("qu-mine")
                                            .exclusive()
                                            .build());
                            with.call(new AMQP.Queue.Declare.Builder().queue("qu-mine").build());
                        }),
                channel(
                        "queue.declare of another durability, exclusive",
                        with -> {
                            with.call(
                                    new AMQP.Queue.Declare.Builder()
                                            .queue("qu-own")
                                            .exclusive()
                                            .build());
                            with.call(
                                    new AMQP.Queue.Declare.Builder()
                                            .queue("qu-own")
                                            .exclusive()
                                            .durable()
                                            .build());
                        }),
                channel(
                        "queue.declare as classic and without a type",
                        with -> {
                            with.call(queue("qu-classic", "x-queue-type", "classic"));
                            with.call(queue("qu-classic"));
                            with.call(queue("qu-plain"));
                            with.call(queue("qu-plain", "x-queue-type", "classic"));
                        }),
                quorum("not durable", quorum().build()),
                quorum("exclusive", quorum().durable().exclusive().build()),
                quorum("auto-delete", quorum().durable().autoDelete().build()),
                channel(
                        "queue.declare of a quorum queue with priorities",
                        with ->
                                with.call(
                                        queue(
                                                "qu-quorum",
                                                "x-queue-type",
                                                "quorum",
                                                "x-max-priority",
                                                5))),
                channel(
                        "queue.declare of another auto-delete",
                        with -> {
                            with.call(queue("qu-auto"));
                            with.call(
                                    new AMQP.Queue.Declare.Builder()
                                            .queue("qu-auto")
                                            .durable()
                                            .autoDelete()
                                            .build());
                        }),
                channel(
                        "queue.declare with another argument",
                        with -> {
                            with.call(queue("qu-args", "x-max-length", 5));
                            with.call(queue("qu-args", "x-max-length", 6));
                        }),
                channel(
                        "queue.declare without an argument that was there",
                        with -> {
                            with.call(queue("qu-args2", "x-message-ttl", 60_000));
                            with.call(queue("qu-args2"));
                        }),
                channel(
                        "queue.declare with the same number of another type",
                        with -> {
                            with.call(queue("qu-args3", "x-max-length", 5));
                            with.call(queue("qu-args3", "x-max-length", 5L));
                        }),
                channel("queue.declare of a reserved name", with -> with.call(queue("amq.mine"))),
                channel(
                        "queue.bind and unbind, twice each",
                        with -> {
                            with.call(queue("qu-bound"));
                            with.call(bind("qu-bound", "amq.direct", "k"));
                            with.call(bind("qu-bound", "amq.direct", "k"));
                            with.call(unbind("qu-bound", "amq.direct", "k"));
                            with.call(unbind("qu-bound", "amq.direct", "k"));
                        }),
                channel(
                        "queue.bind to what is not there",
                        with -> {
                            with.call(queue("qu-bound2"));
                            with.call(bind("qu-bound2", "nowhere", "k"));
                        }),
                channel(
                        "queue.bind of what is not there",
                        with -> with.call(bind("nowhere", "amq.direct", "k"))),
                channel(
                        "queue.bind to the default exchange",
                        with -> {
                            with.call(queue("qu-bound3"));
                            with.call(bind("qu-bound3", "", "k"));
                        }),
                channel(
                        "queue.unbind from the default exchange",
                        with -> {
                            with.call(queue("qu-bound4"));
                            with.call(unbind("qu-bound4", "", "qu-bound4"));
                        }),
                channel(
                        "queue.bind by no name on a fresh channel",
                        with -> with.call(bind("", "amq.direct", "k"))),
                channel(
                        "queue.bind with an unknown x-match",
                        with -> {
                            with.call(queue("qu-match"));
                            with.call(bind("qu-match", "amq.headers", "", "x-match", "some"));
                        }),
                channel(
                        "queue.purge",
                        with -> {
                            with.call(queue("qu-purge"));
                            with.call(confirm());
                            with.publish("", "qu-purge", "1");
                            with.publish("", "qu-purge", "2");
                            with.confirms(2);
                            with.call(new AMQImpl.Queue.Purge(0, "qu-purge", false));
                            with.call(passive("qu-purge"));
                        }),
                channel(
                        "queue.purge of what is not there",
                        with -> with.call(new AMQImpl.Queue.Purge(0, "nowhere", false))),
                channel(
                        "queue.delete counts, and again",
                        with -> {
                            with.call(queue("qu-delete"));
                            with.call(confirm());
                            with.publish("", "qu-delete", "1");
                            with.confirms(1);
                            with.call(deleteQueue("qu-delete"));
                            with.call(deleteQueue("qu-delete"));
                        }),
                channel(
                        "queue.delete if-empty",
                        with -> {
                            with.call(queue("qu-full"));
                            with.call(confirm());
                            with.publish("", "qu-full", "1");
                            with.confirms(1);
                            with.call(new AMQImpl.Queue.Delete(0, "qu-full", false, true, false));
                        }),
                channel(
                        "queue.delete if-unused",
                        with -> {
                            with.call(queue("qu-used"));
                            with.call(consume("qu-used", "t"));
                            with.call(new AMQImpl.Queue.Delete(0, "qu-used", true, false, false));
                        }),
                channel(
                        "queue.delete tells its consumers",
                        with -> {
                            with.call(queue("qu-watched"));
                            with.call(consume("qu-watched", "t"));
                            with.on(2).call(deleteQueue("qu-watched"));
                            with.on(1).hear("basic.cancel");
                        }));
    }

    private static List<Scenario> routing() {
        return List.of(
                channel(
                        "direct, fanout, topic and headers lead where they should",
                        with -> {
                            with.call(queue("r-1"));
                            with.call(queue("r-2"));
                            with.call(bind("r-1", "amq.direct", "r.a.b"));
                            with.call(bind("r-1", "amq.topic", "r.*.b"));
                            with.call(bind("r-2", "amq.topic", "r.#"));
                            with.call(bind("r-2", "amq.headers", "", "x-match", "any", "n", 1));
                            with.call(confirm());
                            with.publish("amq.direct", "r.a.b", "direct");
                            with.publish("amq.topic", "r.a.b", "both");
                            with.publish("amq.topic", "r", "second");
                            with.publish(
                                    "amq.headers",
                                    "",
                                    false,
                                    properties().headers(table("n", 1L)).build(),
                                    "headers");
                            with.confirms(4);
                            drain(with, "r-1");
                            drain(with, "r-2");
                        }),
                channel(
                        "exchanges bound in a circle deliver once",
                        with -> {
                            with.call(exchange("ring-1", "fanout"));
                            with.call(exchange("ring-2", "fanout"));
                            with.call(bindExchange("ring-1", "ring-2"));
                            with.call(bindExchange("ring-2", "ring-1"));
                            with.call(queue("ring-q"));
                            with.call(bind("ring-q", "ring-1", ""));
                            with.call(bind("ring-q", "ring-2", ""));
                            with.call(confirm());
                            with.publish("ring-1", "k", "once");
                            with.confirms(1);
                            drain(with, "ring-q");
                        }),
                channel(
                        "an alternate exchange takes what goes nowhere",
                        with -> {
                            with.call(
                                    exchange("alt", "direct", "alternate-exchange", "amq.fanout"));
                            with.call(queue("alt-q"));
                            with.call(bind("alt-q", "amq.fanout", ""));
                            with.call(confirm());
                            with.publish("alt", "k", true, properties().build(), "elsewhere");
                            with.confirms(1);
                            drain(with, "alt-q");
                            with.call(deleteQueue("alt-q"));
                        }),
                channel(
                        "CC and BCC name further keys",
                        with -> {
                            with.call(queue("cc-1"));
                            with.call(queue("cc-2"));
                            with.call(confirm());
                            with.publish(
                                    "",
                                    "nowhere",
                                    false,
                                    properties()
                                            .headers(
                                                    table(
                                                            "CC", List.of("cc-1"),
                                                            "BCC", List.of("cc-2")))
                                            .build(),
                                    "copy");
                            with.confirms(1);
                            drain(with, "cc-1");
                            drain(with, "cc-2");
                        }),
                channel(
                        "a CC that is no list",
                        with -> {
                            with.publish(
                                    "",
                                    "nowhere",
                                    false,
                                    properties().headers(table("CC", "x")).build(),
                                    "copy");
                            with.settled();
                        }));
    }

    static void drain(Conversation with, String queue) throws IOException {
        with.call(take(queue));
        with.call(take(queue));
        with.call(take(queue));
        with.call(take(queue));
    }

    private static Object exists(String exchange) {
        return new AMQP.Exchange.Declare.Builder().exchange(exchange).passive().build();
    }

    private static Object bindExchange(String destination, String source) {
        return new AMQImpl.Exchange.Bind(0, destination, source, "k", false, Map.of());
    }
}
