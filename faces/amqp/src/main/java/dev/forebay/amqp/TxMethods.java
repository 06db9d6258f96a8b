package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Settlement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a channel's messages are made sure of: by confirms, in transactions, or not. */
final class TxMethods {
    private final AmqpChannel channel;
    private @Nullable Transaction current;

    TxMethods(AmqpChannel channel) {
        this.channel = channel;
    }

    /** The transaction that is open; null when the channel is not in tx mode. */
    @Nullable Transaction current() {
        return current;
    }

    void confirm(AMQImpl.Confirm.Select select) {
        if (current != null) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, "cannot switch from tx to confirm mode");
        }
        channel.publisher().confirm();
        if (!select.getNowait()) {
            channel.write(new AMQImpl.Confirm.SelectOk());
        }
    }

    void select() {
        if (channel.publisher().isConfirming()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, "cannot switch from confirm to tx mode");
        }
        if (current == null) {
            current = new Transaction(channel.connection().flow());
        }
        channel.write(new AMQImpl.Tx.SelectOk());
    }

    void commit(AMQImpl.Tx.Commit commit) {
        Transaction transaction = open();
        transaction.end();
        for (Transaction.Returned returned : transaction.returns()) {
            channel.giveBack(returned.method(), returned.header(), returned.body());
        }
        current = new Transaction(channel.connection().flow());
        if (transaction.changesNothing()) {
            committed(commit, transaction);
            return;
        }
        channel.broker()
                .queues()
                .change(
                        channel.connection().caller(),
                        transaction.change(),
                        channel.<List<SendResult.Sent>>reply(
                                commit, _ -> committed(commit, transaction)));
    }

    private void committed(AMQImpl.Tx.Commit commit, Transaction transaction) {
        for (Transaction.Answer answer : transaction.answers()) {
            answer.to().take(answer.header(), answer.body());
        }
        for (Transaction.Given given : transaction.givenBack()) {
            channel.settlements().add(given.queue(), given.settlement());
        }
        channel.afterSettlements(commit, () -> channel.write(new AMQImpl.Tx.CommitOk()));
    }

    void rollback() {
        Transaction transaction = open();
        transaction.end();
        channel.consumers().restore(transaction.settled());
        current = new Transaction(channel.connection().flow());
        channel.write(new AMQImpl.Tx.RollbackOk());
    }

    private Transaction open() {
        if (current == null) {
            throw new AmqpFailure(ReplyCode.PRECONDITION_FAILED, "channel is not transactional");
        }
        return current;
    }

    /** The channel ends: nothing of what was not committed is done. */
    void end() {
        Transaction transaction = current;
        if (transaction == null) {
            return;
        }
        current = null;
        transaction.end();
        for (Held held : transaction.settled().reversed()) {
            channel.settlements().add(held.queue(), new Settlement.Release(held.lease(), 0));
        }
    }
}
