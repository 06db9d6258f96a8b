package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
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
        for (Transaction.Returned returned : transaction.returns()) {
            channel.giveBack(returned.method(), returned.header(), returned.body());
        }
        current = new Transaction(channel.connection().flow());
        if (transaction.changesNothing()) {
            transaction.end();
            follow(transaction);
            answer(commit);
            return;
        }
        Reply<List<SendResult.Sent>> reply = channel.reply(commit, _ -> answer(commit));
        new Changes(channel.broker().queues(), channel.connection().caller())
                .commit(
                        transaction.change(),
                        new Reply<>() {
                            @Override
                            public void ok(List<SendResult.Sent> sent) {
                                transaction.end();
                                follow(transaction);
                                reply.ok(sent);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                transaction.end();
                                release(transaction);
                                reply.refused(refusal);
                            }
                        });
    }

    private void answer(AMQImpl.Tx.Commit commit) {
        channel.afterSettlements(commit, () -> channel.write(new AMQImpl.Tx.CommitOk()));
    }

    /** What follows a commit, also when the channel has ended meanwhile: nobody else would. */
    private void follow(Transaction transaction) {
        for (Transaction.Answer answer : transaction.answers()) {
            answer.to().take(answer.header(), answer.body());
        }
        for (Transaction.Given given : transaction.givenBack()) {
            channel.settlements().add(given.queue(), given.settlement());
        }
    }

    /** What a transaction settled that is not done goes back with the channel. */
    private void release(Transaction transaction) {
        for (Held held : transaction.settled()) {
            LeaseId lease = held.lease();
            if (lease != null) {
                channel.settlements().add(held.queue(), Consumers.backByRule(lease));
            }
        }
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
        release(transaction);
    }
}
