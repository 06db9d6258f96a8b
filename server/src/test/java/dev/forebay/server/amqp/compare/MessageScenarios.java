package dev.forebay.server.amqp.compare;

import static dev.forebay.server.amqp.compare.Asks.ack;
import static dev.forebay.server.amqp.compare.Asks.cancel;
import static dev.forebay.server.amqp.compare.Asks.confirm;
import static dev.forebay.server.amqp.compare.Asks.consume;
import static dev.forebay.server.amqp.compare.Asks.consumeNoAck;
import static dev.forebay.server.amqp.compare.Asks.get;
import static dev.forebay.server.amqp.compare.Asks.nack;
import static dev.forebay.server.amqp.compare.Asks.passive;
import static dev.forebay.server.amqp.compare.Asks.prefetch;
import static dev.forebay.server.amqp.compare.Asks.properties;
import static dev.forebay.server.amqp.compare.Asks.queue;
import static dev.forebay.server.amqp.compare.Asks.reject;
import static dev.forebay.server.amqp.compare.Asks.table;
import static dev.forebay.server.amqp.compare.Asks.take;
import static dev.forebay.server.amqp.compare.Scenario.channel;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Classes basic, confirm and tx. */
final class MessageScenarios {
    private static final AMQP.BasicProperties REQUEST =
            properties().replyTo("amq.rabbitmq.reply-to").correlationId("7").build();

    private static final Date DAY_TWO = Date.from(Instant.ofEpochSecond(86_400));

    private MessageScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(publishing());
        all.addAll(consuming());
        all.addAll(settling());
        all.addAll(answers());
        all.addAll(transactions());
        return all;
    }

    private static void fill(Conversation with, String queue, int count) throws IOException {
        with.on(9).call(queue(queue));
        with.call(confirm());
        for (int i = 1; i <= count; i++) {
            with.publish("", queue, Integer.toString(i));
        }
        with.confirms(count);
        with.on(1);
    }

    private static List<Scenario> publishing() {
        return List.of(
                channel(
                        "all properties come as they went",
                        with -> {
                            with.call(queue("m-props"));
                            with.call(confirm());
                            with.publish("", "m-props", false, everything(), "body");
                            with.confirms(1);
                            with.call(take("m-props"));
                        }),
                channel(
                        "an empty body and a large one",
                        with -> {
                            with.call(queue("m-sizes"));
                            with.call(confirm());
                            with.publish("", "m-sizes", "");
                            with.publish("", "m-sizes", "x".repeat(300_000));
                            with.confirms(2);
                            with.call(take("m-sizes"));
                            with.call(take("m-sizes"));
                        }),
                channel(
                        "a mandatory message for nobody comes back before its confirm",
                        with -> {
                            with.call(confirm());
                            with.publish("", "nowhere", true, properties().build(), "back");
                            with.confirms(1);
                        }),
                channel(
                        "a message for nobody is confirmed",
                        with -> {
                            with.call(confirm());
                            with.publish("amq.topic", "nowhere", "lost");
                            with.confirms(1);
                        }),
                channel(
                        "publishing to an exchange that is not there",
                        with -> {
                            with.publish("nowhere", "k", "lost");
                            with.settled();
                        }),
                channel(
                        "publishing to an internal exchange",
                        with -> {
                            with.call(
                                    new AMQP.Exchange.Declare.Builder()
                                            .exchange("m-inner")
                                            .internal()
                                            .build());
                            with.publish("m-inner", "k", "lost");
                            with.settled();
                        }),
                channel(
                        "publishing as somebody else",
                        with -> {
                            with.publish(
                                    "",
                                    "nowhere",
                                    false,
                                    properties().userId("somebody").build(),
                                    "x");
                            with.settled();
                        }),
                channel(
                        "publishing with an expiration that is none",
                        with -> {
                            with.call(queue("m-exp"));
                            with.publish(
                                    "",
                                    "m-exp",
                                    false,
                                    properties().expiration("soon").build(),
                                    "");
                            with.settled();
                        }),
                channel(
                        "publishing with an expiration of ten years, and of more",
                        with -> {
                            with.call(queue("m-exp3"));
                            with.call(confirm());
                            with.publish("", "m-exp3", false, expiring("315360000000"), "");
                            with.confirms(1);
                            with.publish("", "m-exp3", false, expiring("315360000001"), "");
                            with.settled();
                        }),
                channel(
                        "publishing with an expiration below 0",
                        with -> {
                            with.call(queue("m-exp2"));
                            with.publish(
                                    "", "m-exp2", false, properties().expiration("-1").build(), "");
                            with.settled();
                        }),
                channel(
                        "publishing immediately",
                        with -> {
                            with.publish(
                                    new AMQImpl.Basic.Publish(0, "", "q", false, true),
                                    properties().build(),
                                    "x");
                            with.settled();
                        }),
                channel(
                        "a full queue drops its oldest",
                        with -> {
                            with.call(queue("m-full", "x-max-length", 2));
                            with.call(confirm());
                            with.publish("", "m-full", "1");
                            with.publish("", "m-full", "2");
                            with.publish("", "m-full", "3");
                            with.confirms(3);
                            TopologyScenarios.drain(with, "m-full");
                        }),
                channel(
                        "a full queue refuses",
                        with -> {
                            with.call(
                                    queue(
                                            "m-refuse",
                                            "x-max-length",
                                            1,
                                            "x-overflow",
                                            "reject-publish"));
                            with.call(confirm());
                            with.publish("", "m-refuse", "1");
                            with.confirms(1);
                            with.publish("", "m-refuse", "2");
                            with.confirms(1);
                        }),
                channel(
                        "a queue of priorities gives the highest first",
                        with -> {
                            with.call(queue("m-prio", "x-max-priority", 5));
                            with.call(confirm());
                            for (int priority : new int[] {1, 5, 9, 3}) {
                                with.publish(
                                        "",
                                        "m-prio",
                                        false,
                                        properties().priority(priority).build(),
                                        Integer.toString(priority));
                            }
                            with.confirms(4);
                            TopologyScenarios.drain(with, "m-prio");
                        }),
                channel(
                        "a message that has expired is not given",
                        with -> {
                            with.call(queue("m-expired"));
                            with.call(confirm());
                            with.publish(
                                    "",
                                    "m-expired",
                                    false,
                                    properties().expiration("0").build(),
                                    "gone");
                            with.publish("", "m-expired", "stays");
                            with.confirms(2);
                            // A millisecond goes by, which is the shortest time here.
                            for (int i = 0; i < 20; i++) {
                                with.publish("", "m-expired", "stays");
                                with.confirms(1);
                            }
                            TopologyScenarios.drain(with, "m-expired");
                        }));
    }

    private static AMQP.BasicProperties everything() {
        Map<String, Object> headers =
                table(
                        "text",
                        "grüße",
                        "int",
                        1,
                        "long",
                        2L,
                        "short",
                        (short) 3,
                        "byte",
                        (byte) 4,
                        "true",
                        true,
                        "double",
                        1.5,
                        "float",
                        2.5f,
                        "decimal",
                        new BigDecimal("1.23"),
                        "date",
                        DAY_TWO,
                        "bytes",
                        new byte[] {1, 2},
                        "list",
                        List.of(1, "two"),
                        "table",
                        table("deep", table("deeper", 1)));
        headers.put("void", null);
        return properties()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .headers(headers)
                .deliveryMode(2)
                .priority(4)
                .correlationId("correlation")
                .replyTo("reply")
                .expiration("60000")
                .messageId("message")
                .timestamp(DAY_TWO)
                .type("type")
                .userId("guest")
                .appId("app")
                .clusterId("cluster")
                .build();
    }

    private static List<Scenario> consuming() {
        return List.of(
                channel(
                        "basic.get counts down to empty",
                        with -> {
                            fill(with, "c-get", 2);
                            with.call(take("c-get"));
                            with.call(take("c-get"));
                            with.call(take("c-get"));
                        }),
                channel("basic.get of what is not there", with -> with.call(get("nowhere"))),
                channel(
                        "basic.consume delivers in order and stops at its prefetch",
                        with -> {
                            fill(with, "c-some", 3);
                            with.call(prefetch(2));
                            with.call(consume("c-some", "t"));
                            with.messages(2);
                            with.send(ack(1, false));
                            with.messages(1);
                            with.call(cancel("t"));
                        }),
                channel(
                        "a prefetch of the channel is shared",
                        with -> {
                            fill(with, "c-all", 3);
                            with.call(new AMQImpl.Basic.Qos(0, 2, true));
                            with.call(consume("c-all", "t"));
                            with.messages(2);
                            with.send(ack(2, true));
                            with.messages(1);
                        }),
                channel(
                        "basic.qos by size",
                        with -> with.call(new AMQImpl.Basic.Qos(10, 0, false))),
                channel(
                        "basic.qos for the channel beside what was got",
                        with -> {
                            fill(with, "c-got", 3);
                            with.call(new AMQImpl.Basic.Qos(0, 1, true));
                            with.call(new AMQImpl.Basic.Get(0, "c-got", false));
                            with.call(consume("c-got", "t"));
                            with.messages(1);
                            with.call(passive("c-got"));
                            with.send(new AMQImpl.Basic.Ack(2, true));
                            with.messages(1);
                        }),
                channel(
                        "basic.consume exclusively where one alone is active",
                        with -> {
                            with.call(queue("c-single", "x-single-active-consumer", true));
                            with.call(
                                    new AMQImpl.Basic.Consume(
                                            0,
                                            "c-single",
                                            "t",
                                            false,
                                            false,
                                            true,
                                            false,
                                            Map.of()));
                        }),
                channel(
                        "basic.consume without acks",
                        with -> {
                            fill(with, "c-no-ack", 2);
                            with.call(consumeNoAck("c-no-ack", "t"));
                            with.messages(2);
                            with.call(passive("c-no-ack"));
                        }),
                channel(
                        "basic.consume with a tag that is used",
                        with -> {
                            with.call(queue("c-tag"));
                            with.call(consume("c-tag", "t"));
                            with.call(consume("c-tag", "t"));
                        }),
                channel(
                        "basic.consume without a tag",
                        with -> {
                            with.call(queue("c-tag2"));
                            with.call(consume("c-tag2", ""));
                        }),
                channel(
                        "basic.consume from what is not there",
                        with -> with.call(consume("nowhere", "t"))),
                channel(
                        "basic.consume beside an exclusive consumer",
                        with -> {
                            with.call(queue("c-alone"));
                            with.call(
                                    new AMQImpl.Basic.Consume(
                                            0, "c-alone", "t", false, false, true, false,
                                            Map.of()));
                            with.on(2).call(consume("c-alone", "u"));
                        }),
                channel(
                        "basic.consume exclusively beside another",
                        with -> {
                            with.call(queue("c-alone2"));
                            with.call(consume("c-alone2", "t"));
                            with.call(
                                    new AMQImpl.Basic.Consume(
                                            0,
                                            "c-alone2",
                                            "u",
                                            false,
                                            false,
                                            true,
                                            false,
                                            Map.of()));
                        }),
                channel(
                        "basic.consume with a wrong x-priority",
                        with -> {
                            with.call(queue("c-prio"));
                            with.call(consume("c-prio", "t", "x-priority", "high"));
                        }),
                channel(
                        "the consumer of the higher x-priority is served first",
                        with -> {
                            with.call(queue("c-prio2"));
                            with.call(prefetch(1));
                            with.call(consume("c-prio2", "low"));
                            with.call(consume("c-prio2", "high", "x-priority", 5));
                            with.publish("", "c-prio2", "1");
                            with.publish("", "c-prio2", "2");
                            with.messages(2);
                        }),
                channel(
                        "a single active consumer gets all, then the next",
                        with -> {
                            with.call(queue("c-single", "x-single-active-consumer", true));
                            with.call(consume("c-single", "first"));
                            with.call(consume("c-single", "second"));
                            with.publish("", "c-single", "1");
                            with.publish("", "c-single", "2");
                            with.messages(2);
                            with.send(ack(2, true));
                            with.call(cancel("first"));
                            with.publish("", "c-single", "3");
                            with.messages(1);
                        }),
                channel("basic.cancel of what is not there", with -> with.call(cancel("unknown"))),
                channel(
                        "basic.cancel keeps what is held",
                        with -> {
                            fill(with, "c-held", 1);
                            with.call(consume("c-held", "t"));
                            with.messages(1);
                            with.call(cancel("t"));
                            with.send(ack(1, false));
                            with.settled();
                            with.call(passive("c-held"));
                        }));
    }

    private static List<Scenario> settling() {
        return List.of(
                channel(
                        "basic.ack of an unknown tag",
                        with -> {
                            with.send(ack(7, false));
                            with.settled();
                        }),
                channel(
                        "basic.ack of all when there is none",
                        with -> {
                            with.send(ack(0, true));
                            with.settled();
                        }),
                channel(
                        "basic.ack twice",
                        with -> {
                            fill(with, "s-twice", 1);
                            with.call(get("s-twice"));
                            with.send(ack(1, false));
                            with.send(ack(1, false));
                            with.settled();
                        }),
                channel(
                        "basic.nack of many, requeued, come in order and marked",
                        with -> {
                            fill(with, "s-nack", 3);
                            with.call(get("s-nack"));
                            with.call(get("s-nack"));
                            with.send(nack(2, true, true));
                            with.settled();
                            TopologyScenarios.drain(with, "s-nack");
                        }),
                channel(
                        "basic.reject of an unknown tag",
                        with -> {
                            with.send(reject(3, true));
                            with.settled();
                        }),
                channel(
                        "basic.reject, requeued",
                        with -> {
                            fill(with, "s-reject", 1);
                            with.call(get("s-reject"));
                            with.send(reject(1, true));
                            with.settled();
                            with.call(take("s-reject"));
                        }),
                channel(
                        "basic.reject, not requeued",
                        with -> {
                            fill(with, "s-reject2", 1);
                            with.call(get("s-reject2"));
                            with.send(reject(1, false));
                            with.settled();
                            with.call(take("s-reject2"));
                        }),
                channel(
                        "a rejected message is dead-lettered with its history",
                        with -> {
                            with.call(queue("s-dead"));
                            with.call(
                                    queue(
                                            "s-work",
                                            "x-dead-letter-exchange",
                                            "",
                                            "x-dead-letter-routing-key",
                                            "s-dead"));
                            with.call(confirm());
                            with.publish("", "s-work", "bad");
                            with.confirms(1);
                            with.call(get("s-work"));
                            with.send(reject(1, false));
                            with.call(consumeNoAck("s-dead", "t"));
                            with.messages(1);
                        }),
                channel(
                        "basic.recover gives back what is held",
                        with -> {
                            fill(with, "s-recover", 2);
                            with.call(consume("s-recover", "t"));
                            with.messages(2);
                            with.call(new AMQImpl.Basic.Recover(true));
                            with.messages(2);
                        }),
                channel(
                        "basic.recover without requeue",
                        with -> with.call(new AMQImpl.Basic.Recover(false))),
                channel(
                        "basic.recover-async",
                        with -> {
                            fill(with, "s-recover2", 1);
                            with.call(consume("s-recover2", "t"));
                            with.messages(1);
                            with.send(new AMQImpl.Basic.RecoverAsync(true));
                            with.messages(1);
                        }),
                channel(
                        "a closed channel gives back what it held",
                        with -> {
                            fill(with, "s-closed", 2);
                            with.call(get("s-closed"));
                            with.call(get("s-closed"));
                            with.call(new AMQImpl.Channel.Close(200, "bye", 0, 0));
                            with.on(2).call(take("s-closed"));
                            with.call(take("s-closed"));
                        }));
    }

    private static List<Scenario> answers() {
        return List.of(
                channel(
                        "direct reply-to",
                        with -> {
                            with.call(queue("d-calls"));
                            with.call(consumeNoAck("amq.rabbitmq.reply-to", "t"));
                            with.publish("", "d-calls", false, REQUEST, "call");
                            with.on(2).call(consumeNoAck("d-calls", "u"));
                            with.messages(1);
                            String to = with.replyTo();
                            with.call(passive(to));
                            with.publish("", to, "answer");
                            with.on(1).messages(1);
                        }),
                channel(
                        "direct reply-to, mandatory",
                        with -> {
                            with.call(queue("d-calls2"));
                            with.call(consumeNoAck("amq.rabbitmq.reply-to", "t"));
                            with.publish("", "d-calls2", false, REQUEST, "call");
                            with.on(2).call(consumeNoAck("d-calls2", "u"));
                            with.messages(1);
                            with.publish("", with.replyTo(), true, properties().build(), "answer");
                            with.settled();
                            with.on(1).messages(1);
                        }),
                channel(
                        "direct reply-to with acks",
                        with -> with.call(consume("amq.rabbitmq.reply-to", "t"))),
                channel(
                        "direct reply-to twice",
                        with -> {
                            with.call(consumeNoAck("amq.rabbitmq.reply-to", "t"));
                            with.call(consumeNoAck("amq.rabbitmq.reply-to", "u"));
                        }),
                channel(
                        "a request without a consumer of answers",
                        with -> {
                            with.publish("", "nowhere", false, REQUEST, "call");
                            with.settled();
                        }));
    }

    private static List<Scenario> transactions() {
        return List.of(
                channel(
                        "tx.commit publishes and acks, tx.rollback neither",
                        with -> {
                            fill(with, "t-from", 1);
                            with.call(queue("t-to"));
                            with.call(new AMQImpl.Tx.Select());
                            with.call(get("t-from"));
                            with.publish("", "t-to", "no");
                            with.send(ack(1, false));
                            with.call(new AMQImpl.Tx.Rollback());
                            with.call(passive("t-to"));
                            with.publish("", "t-to", "yes");
                            with.send(ack(1, false));
                            with.call(new AMQImpl.Tx.Commit());
                            with.call(passive("t-to"));
                            with.call(passive("t-from"));
                        }),
                channel(
                        "tx.commit outside of a transaction",
                        with -> with.call(new AMQImpl.Tx.Commit())),
                channel(
                        "tx.rollback outside of a transaction",
                        with -> with.call(new AMQImpl.Tx.Rollback())),
                channel(
                        "tx.select after confirm.select",
                        with -> {
                            with.call(confirm());
                            with.call(new AMQImpl.Tx.Select());
                        }),
                channel(
                        "confirm.select after tx.select",
                        with -> {
                            with.call(new AMQImpl.Tx.Select());
                            with.call(confirm());
                        }),
                channel(
                        "confirm.select twice counts on",
                        with -> {
                            with.call(confirm());
                            with.publish("", "nowhere", "1");
                            with.call(confirm());
                            with.publish("", "nowhere", "2");
                            with.confirms(2);
                        }));
    }

    private static AMQP.BasicProperties expiring(String millis) {
        return properties().expiration(millis).build();
    }
}
