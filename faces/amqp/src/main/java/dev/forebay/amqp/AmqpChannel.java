package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentAssembler;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its methods are done one after the other; while one waits for the engine, those
 * behind it wait here. Messages are published without waiting. On the lane.
 */
final class AmqpChannel implements CommandQueue.Performer {
    private final AmqpConnection connection;
    private final int number;
    private final Gate gate;
    private final ContentAssembler assembler;
    private final CommandQueue commands;
    private final Settlements settlements;
    private final Publisher publisher;
    private final DirectReplies replies;
    private final Consumers consumers;
    private final ExchangeMethods exchanges;
    private final QueueMethods queues;
    private final TxMethods tx;
    private final Traffic traffic = new Traffic();
    private State state = State.OPEN;
    private long incomplete;

    private enum State {
        OPEN,
        /** The client was told that it is closed, and has not answered. */
        CLOSING,
        CLOSED
    }

    AmqpChannel(AmqpConnection connection, int number) {
        this.connection = connection;
        this.number = number;
        this.gate =
                new Gate(
                        broker().access().authorizer(), connection.principal(), topology().vhost());
        this.assembler = new ContentAssembler(broker().settings().bodyMax());
        this.commands = new CommandQueue(connection, this);
        this.settlements = new Settlements(this);
        this.publisher = new Publisher(this);
        this.replies = new DirectReplies(this);
        this.consumers = new Consumers(this);
        this.exchanges = new ExchangeMethods(this);
        this.queues = new QueueMethods(this);
        this.tx = new TxMethods(this);
    }

    AmqpConnection connection() {
        return connection;
    }

    Broker broker() {
        return connection.broker();
    }

    /** The connection's virtual host. */
    Topology topology() {
        return connection.topology();
    }

    Gate gate() {
        return gate;
    }

    Settlements settlements() {
        return settlements;
    }

    DirectReplies replies() {
        return replies;
    }

    Consumers consumers() {
        return consumers;
    }

    QueueMethods queues() {
        return queues;
    }

    Publisher publisher() {
        return publisher;
    }

    @Nullable Transaction transaction() {
        return tx.current();
    }

    /** What went through it. */
    Traffic traffic() {
        return traffic;
    }

    /** Something that is told of its virtual host as a whole as well. */
    void countToo(Deed deed) {
        traffic.count(deed);
        topology().traffic().count(deed);
    }

    int number() {
        return number;
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN && connection.isOpen();
    }

    /** The channel for people to look at. */
    ConnectionView.ChannelView view() {
        return new ConnectionView.ChannelView(
                number,
                publisher.isConfirming(),
                uncommitted(),
                consumers.prefetchOfNext(),
                consumers.prefetchOfAll(),
                consumers.unacked().size(),
                publisher.unconfirmed(),
                traffic.tally(),
                consumers.views());
    }

    private Optional<ConnectionView.Uncommitted> uncommitted() {
        return Optional.ofNullable(tx.current()).map(Transaction::view);
    }

    /** Takes the next frame of the channel. */
    void accept(Frame frame) {
        Command command;
        try {
            command = assembler.accept(frame);
            if (command == null) {
                holdIncomplete(frame.payload().readableBytes());
            } else {
                letGoOfIncomplete();
            }
        } catch (AmqpFailure refused) {
            letGoOfIncomplete();
            connection.flow().giveWay();
            fail(refused.fault());
            return;
        }
        if (command != null) {
            accept(command);
            // Not before: a transaction may hold it now.
            connection.flow().giveWay();
        }
    }

    private void accept(Command command) {
        if (state == State.CLOSING) {
            closing(command.method());
        } else if (state == State.CLOSED) {
            CommandQueue.release(command);
        } else {
            commands.accept(command);
        }
    }

    /** What has arrived of a message, as long as it is not whole. */
    private void holdIncomplete(int more) {
        if (state == State.OPEN) {
            connection.flow().holdIncomplete(more, assembler.missing());
            incomplete += more;
        }
    }

    private void letGoOfIncomplete() {
        connection.flow().hold(-incomplete);
        incomplete = 0;
    }

    private void closing(Method method) {
        if (method instanceof AMQImpl.Channel.Open) {
            // Dropped with the rest it would leave its client waiting.
            connection.fail(
                    openAlready()
                            .fault()
                            .during(AMQImpl.Channel.INDEX, AMQImpl.Channel.Open.INDEX));
            return;
        }
        if (method instanceof AMQImpl.Channel.Close) {
            write(new AMQImpl.Channel.CloseOk());
        }
        closed();
    }

    @Override
    public void perform(Command command) {
        guarded(
                command.method(),
                () -> {
                    switch (command) {
                        case Command.WithContent content -> content(content);
                        case Command.Plain plain -> plain(plain.method());
                    }
                });
    }

    private void content(Command.WithContent content) {
        if (content.method() instanceof AMQImpl.Basic.Publish publish) {
            publisher.publish(publish, content.header(), content.body());
        } else {
            content.body().release();
            throw unexpected(content.method());
        }
    }

    private void plain(Method method) {
        switch (method) {
            case AMQImpl.Basic.Ack ack -> consumers.ack(ack);
            case AMQImpl.Basic.Nack nack ->
                    refuse(nack.getDeliveryTag(), nack.getMultiple(), nack.getRequeue());
            case AMQImpl.Basic.Reject reject ->
                    refuse(reject.getDeliveryTag(), false, reject.getRequeue());
            default -> afterSettlements(method, () -> answered(method));
        }
    }

    private void refuse(long tag, boolean multiple, boolean requeue) {
        if (requeue) {
            consumers.requeue(tag, multiple);
        } else {
            consumers.reject(tag, multiple);
        }
    }

    /** What is answered is answered when all that was settled and sent before is on disk. */
    void afterSettlements(Method method, Runnable deed) {
        Runnable next = commands.hold();
        settlements.whenIdle(() ->
                connection
                        .flow()
                        .fence()
                        .after(() -> {
                            guarded(method, deed);
                            next.run();
                        }));
    }

    private void answered(Method method) {
        switch (method) {
            case AMQImpl.Exchange.Declare declare -> exchanges.declare(declare);
            case AMQImpl.Exchange.Delete delete -> exchanges.delete(delete);
            case AMQImpl.Exchange.Bind bind -> exchanges.bind(bind);
            case AMQImpl.Exchange.Unbind unbind -> exchanges.unbind(unbind);
            case AMQImpl.Queue.Declare declare -> queues.declare(declare);
            case AMQImpl.Queue.Bind bind -> queues.bind(bind);
            case AMQImpl.Queue.Unbind unbind -> queues.unbind(unbind);
            case AMQImpl.Queue.Purge purge -> queues.purge(purge);
            case AMQImpl.Queue.Delete delete -> queues.delete(delete);
            case AMQImpl.Basic.Qos qos -> consumers.qos(qos);
            case AMQImpl.Basic.Consume consume -> consumers.consume(consume);
            case AMQImpl.Basic.Cancel cancel -> consumers.cancel(cancel);
            case AMQImpl.Basic.CancelOk _ -> {
                // The client has heard that its consumer is gone.
            }
            case AMQImpl.Basic.Get get -> consumers.get(get);
            case AMQImpl.Basic.Recover recover -> {
                consumers.recover(recover.getRequeue());
                afterSettlements(recover, () -> write(new AMQImpl.Basic.RecoverOk()));
            }
            case AMQImpl.Basic.RecoverAsync recover -> consumers.recover(recover.getRequeue());
            case AMQImpl.Confirm.Select select -> tx.confirm(select);
            case AMQImpl.Tx.Select _ -> tx.select();
            case AMQImpl.Tx.Commit commit -> tx.commit(commit);
            case AMQImpl.Tx.Rollback _ -> tx.rollback();
            case AMQImpl.Access.Request _ -> write(new AMQImpl.Access.RequestOk(1));
            case AMQImpl.Channel.Flow flow -> flow(flow);
            case AMQImpl.Channel.FlowOk _ -> {
                // Never asked for.
            }
            case AMQImpl.Channel.Close _ -> {
                end(State.CLOSED);
                settlements.whenIdle(() -> {
                    write(new AMQImpl.Channel.CloseOk());
                    closed();
                });
            }
            case AMQImpl.Channel.Open _ -> throw openAlready();
            default -> throw unexpected(method);
        }
    }

    private void flow(AMQImpl.Channel.Flow flow) {
        if (!flow.getActive()) {
            throw new AmqpFailure(ReplyCode.NOT_IMPLEMENTED, "active=false");
        }
        write(new AMQImpl.Channel.FlowOk(true));
    }

    private AmqpFailure openAlready() {
        return new AmqpFailure(ReplyCode.CHANNEL_ERROR, "channel " + number + " is open already");
    }

    private static AmqpFailure unexpected(Method method) {
        return new AmqpFailure(
                ReplyCode.COMMAND_INVALID, method.protocolMethodName() + " is not for a server");
    }

    /**
     * A reply that the channel's further methods wait for.
     *
     * @param method the method that is being done, for faults
     */
    <T> Reply<T> reply(Method method, java.util.function.Consumer<T> then) {
        Runnable next = commands.hold();
        return new Reply<>() {
            @Override
            public void ok(T value) {
                guarded(method, () -> then.accept(value));
                next.run();
            }

            @Override
            public void refused(Refusal refusal) {
                guarded(
                        method,
                        () -> {
                            throw Refusals.failure(refusal);
                        });
                next.run();
            }
        };
    }

    /** What the client asks for, in its order. */
    CommandQueue commands() {
        return commands;
    }

    private void guarded(Method method, Runnable deed) {
        if (!isOpen()) {
            return;
        }
        try {
            deed.run();
        } catch (AmqpFailure refused) {
            AmqpFault fault = refused.fault();
            fail(
                    fault.classId() == 0
                            ? fault.during(method.protocolClassId(), method.protocolMethodId())
                            : fault);
        }
    }

    /** The client did something wrong, or something it relies on cannot be had. */
    void fail(AmqpFault fault) {
        if (!isOpen()) {
            return;
        }
        if (fault.level() == AmqpFault.Level.CONNECTION) {
            connection.fail(fault);
            return;
        }
        publisher.flush();
        // Before what it has goes to others, perhaps to another channel of the same client.
        write(
                new AMQImpl.Channel.Close(
                        fault.code().number(),
                        fault.replyText(),
                        fault.classId(),
                        fault.methodId()));
        boolean crossed = commands.holdsClose();
        end(State.CLOSING);
        assembler.closing();
        if (crossed) {
            // Both sides close it: what the client asked is answered too.
            write(new AMQImpl.Channel.CloseOk());
            closed();
        }
    }

    void write(Method method) {
        connection.write(number, method);
    }

    void giveBack(AMQImpl.Basic.Return method, ContentHeader header, ByteBuf body) {
        connection.write(number, method, header, connection.toKeep(body));
    }

    void lastConsumerEnded(QueueInfo queue) {
        if (DeclaredQueue.of(queue).autoDelete()) {
            broker().removal().discard(connection.caller(), queue.name(), queue.id());
        }
    }

    /** The end of a turn: what was gathered leaves. */
    void endTurn() {
        settlements.flush();
        publisher.flush();
    }

    /** Looks whether a delivery has been kept for too long. */
    void checkAcks(long now) {
        if (state == State.OPEN && consumers.isOverdue(now)) {
            fail(
                    AmqpFault.of(
                            ReplyCode.PRECONDITION_FAILED,
                            "delivery acknowledgement on channel " + number + " timed out"));
        }
    }

    /** Everything that it has goes back at once, and only then are others in its place. */
    private void end(State now) {
        publisher.flush();
        // A get of its own that still waits must not take what goes back.
        state = now;
        replies.end();
        consumers.stop();
        tx.end();
        consumers.releaseAll();
        consumers.end();
        letGoOfIncomplete();
        connection.flow().giveWay();
        commands.drop();
    }

    private void closed() {
        state = State.CLOSED;
        assembler.close();
        connection.closed(this);
    }

    /** Its connection ends. */
    void abandon() {
        if (state == State.OPEN) {
            end(State.CLOSED);
        }
        state = State.CLOSED;
        assembler.close();
    }
}
