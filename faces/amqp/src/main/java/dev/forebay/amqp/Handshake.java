package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.forebay.access.Access;
import dev.forebay.access.Logins;
import dev.forebay.access.User;
import dev.forebay.access.login.LocalUser;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.FrameDecoder;
import dev.forebay.amqp.codec.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** From the protocol header to connection.open-ok, one step after the other. */
final class Handshake {
    private static final Map<String, Object> CAPABILITIES =
            Map.of(
                    "publisher_confirms", true,
                    "exchange_exchange_bindings", true,
                    "basic.nack", true,
                    "consumer_cancel_notify", true,
                    "connection.blocked", true,
                    "authentication_failure_close", true,
                    "per_consumer_qos", true,
                    "consumer_priorities", true,
                    "direct_reply_to", true);
    private static final int SHORT = 0xFFFF;

    private final AmqpConnection connection;
    private final AmqpSettings settings;
    private final Access access;
    private Step step = Step.START;
    private Peer peer = Peer.of(Map.of());
    private String mechanism = "";

    private enum Step {
        START,
        LOGIN,
        TUNE,
        OPEN
    }

    /**
     * What was agreed on.
     *
     * @param heartbeatSeconds 0 for none
     */
    record Agreed(int frameMax, int channelMax, int heartbeatSeconds) {}

    Handshake(AmqpConnection connection) {
        this.connection = connection;
        this.settings = connection.broker().settings();
        this.access = connection.broker().access();
    }

    void begin() {
        connection.write(
                0,
                new AMQImpl.Connection.Start(
                        0,
                        9,
                        Map.of(
                                "product",
                                "Forebay",
                                "version",
                                settings.version(),
                                "platform",
                                "Java",
                                "capabilities",
                                CAPABILITIES),
                        LongStringHelper.asLongString(Sasl.mechanisms(connection.certified())),
                        LongStringHelper.asLongString("en_US")));
    }

    Peer peer() {
        return peer;
    }

    /** How the client says who it is. */
    String mechanism() {
        return mechanism;
    }

    /**
     * Takes the next method.
     *
     * @throws AmqpFailure when it is not the one that is due, or says what cannot be
     */
    void take(Method method) {
        switch (method) {
            case AMQImpl.Connection.StartOk startOk when step == Step.START -> login(startOk);
            case AMQImpl.Connection.TuneOk tuneOk when step == Step.TUNE -> tuned(tuneOk);
            case AMQImpl.Connection.Open open when step == Step.OPEN -> open(open);
            default ->
                    throw new AmqpFailure(
                            ReplyCode.COMMAND_INVALID,
                            method.protocolMethodName() + " was not expected yet");
        }
    }

    private void login(AMQImpl.Connection.StartOk startOk) {
        step = Step.LOGIN;
        peer = Peer.of(FieldValues.table(startOk.getClientProperties()));
        mechanism = startOk.getMechanism();
        Sasl.Login login =
                Sasl.read(startOk.getMechanism(), startOk.getResponse(), connection.certified());
        if (access.open()) {
            connection.admitted(login.name(), "");
            tune();
            return;
        }
        String address = connection.caller().address();
        switch (login) {
            case Sasl.Login.ByPassword known ->
                    access.logins()
                            .check(
                                    known.name(),
                                    known.password(),
                                    address,
                                    outcome -> checked(mechanism, outcome));
            case Sasl.Login.ByCertificate known ->
                    checked(mechanism, access.logins().vouched(known.name(), address));
        }
    }

    private void admit(User user) {
        connection.admitted(user.name(), user.name());
        tune();
    }

    private void refuse(String mechanism) {
        connection.refuseLogin(
                "Login was refused using authentication mechanism " + mechanism + ".", peer);
    }

    private void checked(String mechanism, Logins.Checked outcome) {
        if (step != Step.LOGIN || !connection.isShakingHands()) {
            return;
        }
        switch (outcome) {
            case Logins.Checked.Right right -> admit(right.user());
            case Logins.Checked.Wrong _ -> refuse(mechanism);
            case Logins.Checked.Elsewhere _ -> connection.refuseLogin(LocalUser.REFUSAL, peer);
            case Logins.Checked.Later later ->
                    connection.refuseLogin(
                            "Too many failed logins; try again in "
                                    + later.retryAfterMillis()
                                    + " ms.",
                            peer);
        }
    }

    /** Takes a new secret of an open connection, which must be its user's; else 530. */
    void updateSecret(AMQImpl.Connection.UpdateSecret update) {
        String name = connection.principal().name();
        if (name.isEmpty()) {
            connection.write(0, new AMQImpl.Connection.UpdateSecretOk());
            return;
        }
        access.logins()
                .check(
                        name,
                        new String(update.getNewSecret().getBytes(), StandardCharsets.UTF_8),
                        connection.caller().address(),
                        outcome -> {
                            if (outcome instanceof Logins.Checked.Right) {
                                connection.write(0, new AMQImpl.Connection.UpdateSecretOk());
                            } else {
                                connection.fail(
                                        AmqpFault.of(
                                                        ReplyCode.NOT_ALLOWED,
                                                        "New secret was refused")
                                                .during(
                                                        update.protocolClassId(),
                                                        update.protocolMethodId())
                                                .onConnection());
                            }
                        });
    }

    private void tune() {
        step = Step.TUNE;
        connection.write(
                0,
                new AMQImpl.Connection.Tune(
                        settings.channelMax(), settings.frameMax(), settings.heartbeatSeconds()));
    }

    private void tuned(AMQImpl.Connection.TuneOk tuneOk) {
        int frameMax = agreed("frame_max", tuneOk.getFrameMax(), settings.frameMax());
        if (frameMax < FrameDecoder.LEAST_FRAME_MAX) {
            throw new AmqpFailure(
                    ReplyCode.NOT_ALLOWED,
                    "negotiated frame_max = "
                            + frameMax
                            + " is lower than the minimum allowed value ("
                            + FrameDecoder.LEAST_FRAME_MAX
                            + ")");
        }
        int channelMax =
                agreed("channel_max", tuneOk.getChannelMax() & SHORT, settings.channelMax());
        step = Step.OPEN;
        connection.agreed(new Agreed(frameMax, channelMax, tuneOk.getHeartbeat() & SHORT));
    }

    /** 0 is for whatever the server offers. */
    private static int agreed(String name, int wanted, int offered) {
        // Sizes beyond 2^31 arrive as numbers below 0.
        if (wanted < 0 || wanted > offered) {
            throw new AmqpFailure(
                    ReplyCode.NOT_ALLOWED,
                    "negotiated "
                            + name
                            + " = "
                            + Integer.toUnsignedString(wanted)
                            + " is higher than the maximum allowed value ("
                            + offered
                            + ")");
        }
        return wanted == 0 ? offered : wanted;
    }

    private void open(AMQImpl.Connection.Open open) {
        String name = open.getVirtualHost();
        Topology topology = connection.broker().vhosts().find(name);
        if (topology == null) {
            throw new AmqpFailure(ReplyCode.NOT_ALLOWED, "vhost " + name + " not found");
        }
        if (!access.authorizer().mayEnter(connection.principal(), topology.vhost())) {
            throw new AmqpFailure(
                    ReplyCode.NOT_ALLOWED,
                    "access to vhost '" + name + "' refused for user '" + connection.login() + "'");
        }
        connection.opened(topology);
        connection.write(0, new AMQImpl.Connection.OpenOk(""));
    }
}
