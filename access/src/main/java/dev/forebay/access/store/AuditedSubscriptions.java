package dev.forebay.access.store;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Subscriptions whose making and removing is noted. */
final class AuditedSubscriptions implements Subscriptions {
    private final Subscriptions subscriptions;
    private final Noting noting;

    AuditedSubscriptions(Subscriptions subscriptions, Noting noting) {
        this.subscriptions = subscriptions;
        this.noting = noting;
    }

    @Override
    public void subscribe(
            Caller caller, String queue, Subscribe wish, Reply<SubscriptionInfo> reply) {
        String target = queue + "/" + wish.name();
        subscriptions.subscribe(
                caller,
                queue,
                wish,
                noting.of(
                        caller,
                        "add subscription",
                        target,
                        Noting.What.made(WishText.of(wish)),
                        reply));
    }

    @Override
    public void unsubscribe(
            Caller caller, String queue, String subscription, Reply<SubscriptionInfo> reply) {
        String target = queue + "/" + subscription;
        subscriptions.unsubscribe(
                caller,
                queue,
                subscription,
                noting.of(caller, "remove subscription", target, reply));
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
        subscriptions.change(
                by,
                queue,
                subscription,
                consumer,
                change,
                noting.of(
                        by,
                        change.name().toLowerCase(Locale.ROOT) + " consumer",
                        queue + "/" + subscription,
                        Noting.What.made(text(consumer)),
                        reply));
    }

    private static Map<String, String> text(Caller consumer) {
        return Map.of(
                "face", consumer.face(),
                "user", consumer.user(),
                "address", consumer.address(),
                "client", consumer.client());
    }

    @Override
    public Waiting receive(
            Caller caller,
            String queue,
            String subscription,
            Receive receive,
            Reply<List<Delivery>> reply) {
        return subscriptions.receive(caller, queue, subscription, receive, reply);
    }
}
