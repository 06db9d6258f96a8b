package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Settlement;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * What a channel in tx mode published and settled since the last commit or rollback. A commit is
 * one change of the engine; only what is given back or rejected follows it.
 */
final class Transaction {
    private static final int MOST_STEPS = 65_536;

    private final List<AtomicChange.SendTo> sends = new ArrayList<>();
    private final List<AtomicChange.Ack> acks = new ArrayList<>();
    private final List<Given> givenBack = new ArrayList<>();
    private final List<Held> settled = new ArrayList<>();
    private final List<Returned> returns = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>(0);
    private final ClientFlow flow;
    private long held;
    private long changed;
    private int published;

    Transaction(ClientFlow flow) {
        this.flow = flow;
    }

    /** A delivery that is not acked but settled otherwise. */
    record Given(String queue, Settlement settlement) {}

    /** A mandatory message that goes nowhere. */
    record Returned(AMQImpl.Basic.Return method, ContentHeader header, ByteBuf body) {}

    /** A message for somebody who waits for it without a queue. */
    record Answer(DirectReplies to, ContentHeader header, ByteBuf body) {}

    /** One more message; what becomes of it is told next. */
    void publish() {
        published++;
    }

    /** What it holds for people to look at. */
    ConnectionView.Uncommitted view() {
        return new ConnectionView.Uncommitted(published, settled.size());
    }

    void send(List<AtomicChange.SendTo> toQueues, int size) {
        for (AtomicChange.SendTo send : toQueues) {
            changed += send.send().bytes();
        }
        boolean alone = steps() == 0 && toQueues.size() == 1;
        room(size, alone);
        sends.addAll(toQueues);
    }

    void settle(Held held, Settlement settlement) {
        room(0, false);
        settled.add(held);
        if (settlement instanceof Settlement.Ack ack) {
            acks.add(new AtomicChange.Ack(held.queue(), ack.lease()));
        } else {
            givenBack.add(new Given(held.queue(), settlement));
        }
    }

    void giveBack(Returned returned, int size) {
        room(size, false);
        returns.add(returned);
    }

    void answer(Answer answer, int size) {
        room(size, false);
        answers.add(answer);
    }

    /** One message alone may be larger than what several take together. */
    private void room(int size, boolean alone) {
        flow.hold(size);
        held += size;
        long bytes = Math.max(changed, held);
        if ((bytes > AtomicChange.MOST_BYTES && !alone) || steps() >= MOST_STEPS) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "a transaction has at most "
                            + AtomicChange.MOST_BYTES
                            + " bytes, or one message, and "
                            + MOST_STEPS
                            + " steps");
        }
    }

    private int steps() {
        return sends.size() + settled.size() + returns.size() + answers.size();
    }

    /** It is committed, rolled back or forgotten, and holds nothing any more. */
    void end() {
        flow.hold(-held);
        held = 0;
        flow.giveWay();
    }

    AtomicChange change() {
        return new AtomicChange(acks, sends);
    }

    boolean changesNothing() {
        return acks.isEmpty() && sends.isEmpty();
    }

    List<Given> givenBack() {
        return givenBack;
    }

    List<Returned> returns() {
        return returns;
    }

    List<Answer> answers() {
        return answers;
    }

    /** Deliveries whose settlement was not committed. */
    List<Held> settled() {
        return settled;
    }
}
