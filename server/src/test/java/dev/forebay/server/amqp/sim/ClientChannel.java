package dev.forebay.server.amqp.sim;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.Command;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A channel as its client knows it: what it asked, holds and may expect. */
final class ClientChannel {
    private static final int PRECONDITION_FAILED = 406;

    /** What a channel publishes and settles with. */
    enum Mode {
        PLAIN,
        CONFIRM,
        TX
    }

    private enum State {
        OPEN,
        /** The client said that it closes it. */
        CLOSING,
        OVER
    }

    final ClientConnection connection;
    final int number;
    final Mode mode;
    final Answers answers;
    private final World world;
    private final Model model;
    private final Map<String, ClientConsumer> consumers = new LinkedHashMap<>();
    private final TreeMap<Long, Holding> holdings = new TreeMap<>();
    private final ArrayDeque<Getting> gets = new ArrayDeque<>();
    private final Confirming confirming;
    private final Prefetch prefetch = new Prefetch();
    private State state = State.OPEN;
    private Tx tx;
    private @Nullable Tx committing;
    private int prefetchOfNext;
    private long places;
    private long lastTag;
    private boolean mayFail;

    /** The server said that the transaction is not done. */
    private boolean commitRefused;

    private boolean rollsBack;

    ClientChannel(World world, ClientConnection connection, int number, Mode mode) {
        this.world = world;
        this.model = world.model;
        this.connection = connection;
        this.number = number;
        this.mode = mode;
        this.answers = new Answers();
        this.confirming = new Confirming(world);
        this.tx = new Tx(world, this);
    }

    void open() {
        ask(new AMQImpl.Channel.Open(""), AMQImpl.Channel.OpenOk.class);
        switch (mode) {
            case PLAIN -> {
                // Neither is asked for.
            }
            case CONFIRM -> ask(new AMQImpl.Confirm.Select(false), AMQImpl.Confirm.SelectOk.class);
            case TX -> ask(new AMQImpl.Tx.Select(), AMQImpl.Tx.SelectOk.class);
        }
    }

    boolean isOpen() {
        return state == State.OPEN && connection.isOpen();
    }

    /** Nothing is known of it that could make the next answer ambiguous. */
    boolean isSettling() {
        return !rollsBack && committing == null;
    }

    List<Holding> holdings() {
        return List.copyOf(holdings.values());
    }

    List<ClientConsumer> consumers() {
        return consumers.values().stream().filter(consumer -> !consumer.ending).toList();
    }

    long nextPlace() {
        places++;
        return places;
    }

    private void ask(Method method, Class<? extends Method> answer) {
        ask(method, _ -> {}, List.of(answer));
    }

    /** Sends a method that is answered. */
    void ask(Method method, Consumer<Command> then, List<Class<? extends Method>> answers) {
        this.answers.await(then, answers);
        connection.send(number, method);
    }

    /** Publishes to queues by one exchange, where it goes. */
    void publish(String exchange, String key, List<String> to) {
        Published message = model.publish(this, exchange, key, to.isEmpty(), to);
        switch (mode) {
            case PLAIN -> {
                // Nobody hears what became of it.
            }
            case CONFIRM -> confirming.published(message);
            case TX -> tx.published(message);
        }
        connection.note(this + " publishes " + message + " to " + to);
        connection.publish(number, message);
    }

    void consume(TrackedQueue queue, boolean noAck) {
        ClientConsumer consumer =
                new ClientConsumer(
                        connection.newTag(), this, queue, noAck, noAck ? 0 : prefetchOfNext);
        mayFail |= queue.kind == TrackedQueue.Kind.PASSING;
        consumers.put(consumer.tag, consumer);
        connection.note(this + " consumes " + queue + " as " + consumer);
        ask(
                new AMQImpl.Basic.Consume(
                        0, queue.name, consumer.tag, false, noAck, false, false, Map.of()),
                _ -> {
                    consumer.begun = true;
                    queue.wasConsumed = true;
                    queue.consumers.add(consumer);
                },
                List.of(AMQImpl.Basic.ConsumeOk.class));
    }

    void cancel(ClientConsumer consumer) {
        consumer.ending = true;
        model.ends++;
        connection.note(this + " cancels " + consumer);
        ask(
                new AMQImpl.Basic.Cancel(consumer.tag, false),
                _ -> gone(consumer),
                List.of(AMQImpl.Basic.CancelOk.class));
    }

    private void gone(ClientConsumer consumer) {
        consumer.ending = true;
        consumers.remove(consumer.tag);
        consumer.queue.consumers.remove(consumer);
    }

    void qos(int count, boolean global) {
        connection.note(this + " qos " + count + (global ? " global" : ""));
        if (global) {
            prefetch.asked(count);
        } else {
            prefetchOfNext = count;
        }
        ask(
                new AMQImpl.Basic.Qos(0, count, global),
                _ -> {
                    if (global) {
                        prefetch.answered();
                    }
                },
                List.of(AMQImpl.Basic.QosOk.class));
    }

    void get(TrackedQueue queue, boolean noAck) {
        connection.note(this + " asks for one of " + queue);
        mayFail |= queue.kind == TrackedQueue.Kind.PASSING;
        gets.addLast(new Getting(queue, noAck));
        ask(
                new AMQImpl.Basic.Get(0, queue.name, noAck),
                answer -> got(queue, noAck, answer),
                List.of(AMQImpl.Basic.GetOk.class, AMQImpl.Basic.GetEmpty.class));
    }

    private void got(TrackedQueue queue, boolean noAck, Command answer) {
        gets.removeFirst();
        if (answer.method() instanceof AMQImpl.Basic.GetOk got) {
            Delivered one =
                    new Delivered(
                            got.getDeliveryTag(),
                            got.getRedelivered(),
                            got.getExchange(),
                            got.getRoutingKey(),
                            ByteBuffer.wrap(Frames.body(answer)));
            took(queue, one, null, noAck);
        }
    }

    /** Acks, or rejects so that the message is dropped. */
    void settle(Holding holding, boolean multiple, boolean ack) {
        connection.note(this + (ack ? " acks " : " drops ") + holding.copy() + upTo(multiple));
        for (Holding one : take(holding, multiple)) {
            Runnable proof = one.copy().settled(this);
            if (mode != Mode.TX) {
                answers.settled(proof);
            } else if (ack) {
                tx.acked(one, proof);
            } else {
                tx.dropped(one, proof);
            }
        }
        connection.send(
                number,
                ack
                        ? new AMQImpl.Basic.Ack(holding.tag(), multiple)
                        : new AMQImpl.Basic.Nack(holding.tag(), multiple, false));
    }

    /** Gives back. */
    void requeue(Holding holding, boolean multiple) {
        connection.note(this + " requeues " + holding.copy() + upTo(multiple));
        List<ClientConsumer> full = consumers().stream().filter(ClientConsumer::isFull).toList();
        for (Holding one : take(holding, multiple)) {
            if (mode == Mode.TX) {
                tx.givenBack(one, one.copy().givenBackInTx(this, world.scheduler::now));
            } else {
                answers.settled(one.copy().givenBack(world.scheduler::now));
                one.comesFirstForOneOf(full);
            }
        }
        connection.send(number, new AMQImpl.Basic.Nack(holding.tag(), multiple, true));
    }

    private static String upTo(boolean multiple) {
        return multiple ? " and those before" : "";
    }

    private List<Holding> take(Holding holding, boolean multiple) {
        Map<Long, Holding> meant =
                multiple
                        ? holdings.headMap(holding.tag(), true)
                        : holdings.subMap(holding.tag(), holding.tag() + 1);
        List<Holding> taken = new ArrayList<>(meant.values());
        meant.clear();
        taken.forEach(Holding::freed);
        return taken;
    }

    /** Gives back everything; only when nothing can come meanwhile. */
    void recover() {
        connection.note(this + " recovers");
        for (Holding one : holdings.values()) {
            one.freed();
            answers.settled(one.copy().givenBack(world.scheduler::now));
        }
        holdings.clear();
        ask(new AMQImpl.Basic.Recover(true), AMQImpl.Basic.RecoverOk.class);
    }

    void commit() {
        connection.note(this + " commits");
        Tx now = tx;
        now.committing();
        mayFail |= now.mayBeRefused();
        tx = new Tx(world, this);
        committing = now;
        ask(
                new AMQImpl.Tx.Commit(),
                _ -> {
                    committing = null;
                    now.committed();
                },
                List.of(AMQImpl.Tx.CommitOk.class));
    }

    void rollback() {
        connection.note(this + " rolls back");
        Tx now = tx;
        tx = new Tx(world, this);
        rollsBack = true;
        ask(
                new AMQImpl.Tx.Rollback(),
                _ -> {
                    rollsBack = false;
                    now.rolledBack().forEach(holding -> holdings.put(holding.tag(), holding));
                },
                List.of(AMQImpl.Tx.RollbackOk.class));
    }

    /** Does something for which the channel is closed. */
    void err(Method wrong) {
        connection.note(this + " errs: " + wrong.protocolMethodName());
        mayFail = true;
        connection.send(number, wrong);
    }

    void close() {
        connection.note(this + " closes");
        givesUp();
        ask(
                new AMQImpl.Channel.Close(200, "done", 0, 0),
                _ -> over(),
                List.of(AMQImpl.Channel.CloseOk.class));
        state = State.CLOSING;
    }

    /** Its connection is closed by the client, whose last answer is for all channels. */
    void connectionCloses() {
        givesUp();
        state = State.CLOSING;
    }

    /** From now on what it has, and what is on its way to it, is nobody's. */
    private void givesUp() {
        holdings.values().forEach(Holding::comesFirstForTheNext);
        holdings.values().forEach(holding -> holding.copy().letGo(this));
        consumers.values().forEach(consumer -> consumer.ending = true);
        tx.over(true);
        tx = new Tx(world, this);
    }

    /** The server sent something on the channel. */
    void came(Command command) {
        switch (command.method()) {
            case AMQImpl.Basic.Deliver deliver -> delivered(deliver, Frames.body(command));
            case AMQImpl.Basic.Ack ack ->
                    confirming.confirmed(ack.getDeliveryTag(), ack.getMultiple());
            case AMQImpl.Basic.Nack nack ->
                    confirming.refused(nack.getDeliveryTag(), nack.getMultiple());
            case AMQImpl.Basic.Return _ -> returned(Frames.body(command));
            case AMQImpl.Basic.Cancel cancel -> cancelled(cancel.getConsumerTag());
            case AMQImpl.Channel.Close close -> closed(close);
            default -> answers.came(command);
        }
    }

    private void delivered(AMQImpl.Basic.Deliver deliver, byte[] body) {
        ClientConsumer consumer = consumers.get(deliver.getConsumerTag());
        if (consumer == null || !consumer.begun) {
            throw new SimulationFailure(
                    "consumer: " + deliver.getConsumerTag() + " is not there and got a message");
        }
        consumer.queue.delivers(consumer, model, world.scheduler.now());
        Delivered one =
                new Delivered(
                        deliver.getDeliveryTag(),
                        deliver.getRedelivered(),
                        deliver.getExchange(),
                        deliver.getRoutingKey(),
                        ByteBuffer.wrap(body));
        took(consumer.queue, one, consumer, consumer.noAck);
        if (!consumer.noAck) {
            prefetch.check(heldByConsumers(), this);
            if (consumer.prefetch > 0 && consumer.held > consumer.prefetch) {
                throw new SimulationFailure(
                        "prefetch: "
                                + consumer
                                + " holds "
                                + consumer.held
                                + " of "
                                + consumer.prefetch);
            }
        }
    }

    /** What was got by basic.get does not count. */
    private int heldByConsumers() {
        return (int) holdings.values().stream().filter(one -> one.consumer() != null).count();
    }

    private void took(
            TrackedQueue queue, Delivered one, @Nullable ClientConsumer by, boolean noAck) {
        if (one.tag() != lastTag + 1) {
            throw new SimulationFailure("tag: " + one.tag() + " after " + lastTag);
        }
        lastTag = one.tag();
        Copy copy = model.came(queue, one.body().array(), one.exchange(), one.routingKey());
        connection.note(
                this + " gets " + copy.message + " of " + queue + " as " + one.tag() + " by " + by);
        copy.delivered(model, this, by, one.redelivered(), world.scheduler.now());
        if (noAck) {
            answers.settled(copy.settled(this));
        } else {
            Holding holding = new Holding(one.tag(), copy, by, world.scheduler.now());
            holding.heldAgain();
            holdings.put(one.tag(), holding);
        }
        if (state == State.CLOSING) {
            copy.letGo(this);
        }
    }

    private void returned(byte[] body) {
        Published message = model.messages.get(Published.idOf(body));
        if (message == null || !message.comesBack || message.returned) {
            throw new SimulationFailure("return: of " + message);
        }
        message.returned = true;
    }

    private void cancelled(String tag) {
        ClientConsumer consumer = consumers.get(tag);
        if (consumer == null || consumer.queue.kind != TrackedQueue.Kind.PASSING) {
            throw new SimulationFailure("cancel: of " + tag);
        }
        connection.note(this + " hears that " + tag + " is cancelled");
        gone(consumer);
    }

    private void closed(AMQImpl.Channel.Close close) {
        connection.note(this + " is closed: " + close.getReplyText());
        if (!mayFail && !isTimedOut(close)) {
            throw new SimulationFailure(
                    "closed: " + this + " by " + close.getReplyCode() + close.getReplyText());
        }
        connection.send(number, new AMQImpl.Channel.CloseOk());
        commitRefused =
                close.getClassId() == AMQImpl.Tx.INDEX
                        && close.getMethodId() == AMQImpl.Tx.Commit.INDEX;
        if (state == State.CLOSING) {
            answers.crossed();
        } else {
            over();
        }
    }

    private boolean isTimedOut(AMQImpl.Channel.Close close) {
        return close.getReplyCode() == PRECONDITION_FAILED
                && oldest() <= world.scheduler.now() - ServerSetup.ACK_TIMEOUT_MILLIS;
    }

    /** Virtual time of the oldest delivery that it holds. */
    long oldest() {
        return holdings.values().stream().mapToLong(Holding::at).min().orElse(Long.MAX_VALUE);
    }

    /** Its connection ended, with what was on its way to it. */
    void hearsNoMore() {
        long now = world.scheduler.now();
        consumers.values().forEach(one -> one.queue.takerGone(one.noAck, model, now));
        gets.forEach(one -> one.queue().takerGone(one.noAck(), model, now));
    }

    /** It is over, and gives everything back. */
    void over() {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        model.ends++;
        holdings.values().forEach(Holding::comesFirstForTheNext);
        holdings.values().forEach(holding -> holding.copy().letGo(this));
        holdings.clear();
        List.copyOf(consumers.values()).forEach(this::gone);
        confirming.over();
        Tx last = committing;
        if (last != null) {
            last.over(commitRefused);
        }
        tx.over(true);
        answers.over();
        connection.over(this);
    }

    boolean hasNoConsumers() {
        return consumers.isEmpty();
    }

    /** Whether it has the copy, and has not said what becomes of it. */
    boolean holds(Copy copy) {
        return holdings.values().stream().anyMatch(one -> one.copy() == copy);
    }

    /** How many unsettled messages of a queue it has, those of its open transaction included. */
    long heldOf(TrackedQueue queue) {
        return holdings.values().stream().filter(one -> one.copy().queue == queue).count()
                + tx.heldOf(queue);
    }

    /** It would get more messages if there were any. */
    boolean mayGetMore() {
        return isOpen() && !prefetch.isFull(heldByConsumers()) && connection.reads();
    }

    /** Nothing is under way, and everything that was asked must be answered. */
    void quiet() {
        if (state == State.OPEN
                && connection.isOpen()
                && !(answers.isIdle() && confirming.isIdle())) {
            throw new SimulationFailure("silence: " + this + " was not answered");
        }
    }

    @Override
    public String toString() {
        return connection + "/" + number;
    }

    /** A basic.get that is not answered. */
    private record Getting(TrackedQueue queue, boolean noAck) {}

    private record Delivered(
            long tag, boolean redelivered, String exchange, String routingKey, ByteBuffer body) {}
}
