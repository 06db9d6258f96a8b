package dev.forebay.server.amqp.compare;

import static dev.forebay.server.amqp.compare.Asks.queue;
import static dev.forebay.server.amqp.compare.Scenario.channel;
import static dev.forebay.server.amqp.compare.Scenario.socket;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import java.util.List;

/** Classes connection, channel and access, and frames as such. */
final class ConnectionScenarios {
    private ConnectionScenarios() {}

    private static Scenario handshake(String name, Scenario.Script script) {
        return socket(
                name,
                with -> {
                    with.greet();
                    with.outcome(line -> line.contains("connection.start(") ? "  start" : line);
                    script.play(with);
                });
    }

    static List<Scenario> all() {
        return List.of(
                socket(
                        "header of another version",
                        with -> {
                            with.raw('A', 'M', 'Q', 'P', 3, 1, 0, 0);
                            with.end();
                        }),
                handshake(
                        "tune as offered",
                        with -> {
                            with.startOk("PLAIN", "\0guest\0guest");
                            with.control(new AMQImpl.Connection.TuneOk(2047, 131_072, 0));
                            with.ask(new AMQImpl.Connection.Open("/", "", false));
                        }),
                handshake(
                        "open of an unknown virtual host",
                        with -> {
                            with.startOk("PLAIN", "\0guest\0guest");
                            with.control(new AMQImpl.Connection.TuneOk(2047, 131_072, 0));
                            with.ask(new AMQImpl.Connection.Open("elsewhere", "", false));
                        }),
                channel(
                        "connection.close",
                        with -> with.ask(new AMQImpl.Connection.Close(200, "bye", 0, 0))),
                channel(
                        "connection.update-secret",
                        with ->
                                with.ask(
                                        new AMQImpl.Connection.UpdateSecret(
                                                LongStringHelper.asLongString("guest"), "new"))),
                channel(
                        "connection.start-ok twice",
                        with -> with.startOk("PLAIN", "\0guest\0guest")),
                channel(
                        "channel.close and open again",
                        with -> {
                            with.call(new AMQImpl.Channel.Close(200, "bye", 0, 0));
                            with.on(1).call(queue("ch-again"));
                        }),
                channel(
                        "channel.open before channel.close is answered",
                        with -> {
                            with.send(new AMQImpl.Basic.Ack(99, false));
                            with.send(new AMQImpl.Channel.Open(""));
                            with.end();
                        }),
                channel("channel.open twice", with -> with.call(new AMQImpl.Channel.Open(""))),
                channel("channel.flow on", with -> with.call(new AMQImpl.Channel.Flow(true))),
                channel("channel.flow off", with -> with.call(new AMQImpl.Channel.Flow(false))),
                channel(
                        "a method on a channel that is not open",
                        with -> {
                            with.frame(AMQP.FRAME_METHOD, 7, 0, 90, 0, 10);
                            with.end();
                        }),
                channel(
                        "access.request",
                        with -> {
                            with.call(
                                    new AMQImpl.Access.Request(
                                            "/data", false, true, true, true, true));
                        }),
                channel(
                        "an unknown class",
                        with -> {
                            with.frame(AMQP.FRAME_METHOD, 1, 0, 77, 0, 10);
                            with.end();
                        }),
                channel(
                        "an unknown method",
                        with -> {
                            with.frame(AMQP.FRAME_METHOD, 1, 0, 60, 0, 222);
                            with.end();
                        }),
                channel(
                        "a method that ends early",
                        with -> {
                            with.frame(AMQP.FRAME_METHOD, 1, 0, 50, 0, 10, 0, 0, 9, 'x');
                            with.end();
                        }),
                channel(
                        "a method only for clients",
                        with -> {
                            with.send(new AMQImpl.Basic.QosOk());
                            with.end();
                        }),
                channel(
                        "a frame of no known type",
                        with -> {
                            with.frame(9, 1, 1, 2, 3);
                            with.end();
                        }),
                channel(
                        "a frame without its end",
                        with -> {
                            with.raw(1, 0, 1, 0, 0, 0, 4, 0, 90, 0, 10, 0xCD);
                            with.end();
                        }),
                channel(
                        "a frame over frame-max",
                        with -> {
                            with.raw(1, 0, 1, 0, 2, 0, 1);
                            with.end();
                        }),
                channel(
                        "a heartbeat on a channel",
                        with -> {
                            with.frame(AMQP.FRAME_HEARTBEAT, 1);
                            with.end();
                        }),
                channel(
                        "a body without a method",
                        with -> {
                            with.frame(AMQP.FRAME_BODY, 1, 1, 2);
                            with.end();
                        }),
                channel(
                        "a method where a header should come",
                        with -> {
                            with.send(new AMQImpl.Basic.Publish(0, "", "q", false, false));
                            with.send(new AMQImpl.Tx.Select());
                            with.end();
                        }),
                channel(
                        "a header of another class",
                        with -> {
                            with.send(new AMQImpl.Basic.Publish(0, "", "q", false, false));
                            with.frame(
                                    AMQP.FRAME_HEADER,
                                    1,
                                    0,
                                    50,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    1,
                                    0,
                                    0);
                            with.end();
                        }));
    }
}
