package dev.forebay.server.tracing;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerChange;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.Optional;

/** Named subscriptions with spans of what is received from them. */
record TracedSubscriptions(Subscriptions subscriptions, ReceiveTraces receives)
        implements Subscriptions {
    @Override
    public void subscribe(
            Caller caller, String queue, Subscribe wish, Reply<SubscriptionInfo> reply) {
        subscriptions.subscribe(caller, queue, wish, reply);
    }

    @Override
    public void unsubscribe(
            Caller caller, String queue, String subscription, Reply<SubscriptionInfo> reply) {
        subscriptions.unsubscribe(caller, queue, subscription, reply);
    }

    @Override
    public List<SubscriptionInfo> all(String queue) {
        return subscriptions.all(queue);
    }

    @Override
    public Optional<QueueStats> stats(String queue, String subscription) {
        return subscriptions.stats(queue, subscription);
    }

    @Override
    public Attendance attend(Caller consumer, String queue, String subscription) {
        return subscriptions.attend(consumer, queue, subscription);
    }

    @Override
    public Optional<List<ConsumerInfo>> consumers(String queue, String subscription) {
        return subscriptions.consumers(queue, subscription);
    }

    @Override
    public void change(
            Caller by,
            String queue,
            String subscription,
            Caller consumer,
            ConsumerChange change,
            Reply<ConsumerInfo> reply) {
        subscriptions.change(by, queue, subscription, consumer, change, reply);
    }

    @Override
    public Waiting receive(
            Caller caller,
            String queue,
            String subscription,
            Receive receive,
            Reply<List<Delivery>> reply) {
        return subscriptions.receive(
                caller,
                queue,
                subscription,
                receive,
                receives.noting(caller, queue, subscription, reply));
    }
}
