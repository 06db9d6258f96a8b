package dev.forebay.engine.core;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerChange;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.filter.MessageFilter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Named subscriptions, as the outside asks for them. */
final class SubscriptionDoor implements Subscriptions {
    private static final Waiting NOT_WAITING = () -> {};
    private static final Attendance NOWHERE = () -> {};

    private final Core core;

    SubscriptionDoor(Core core) {
        this.core = core;
    }

    @Override
    public void subscribe(
            Caller caller, String queue, Subscribe wish, Reply<SubscriptionInfo> reply) {
        core.begin(caller);
        core.catalog.whenUsable(
                queue, reply, found -> core.catalog.change(new Make(found, wish, reply)));
    }

    @Override
    public void unsubscribe(
            Caller caller, String queue, String subscription, Reply<SubscriptionInfo> reply) {
        core.begin(caller);
        core.catalog.whenUsable(
                queue, reply, found -> core.catalog.change(new Remove(found, subscription, reply)));
    }

    @Override
    public List<SubscriptionInfo> all(String queue) {
        QueueState found = core.catalog.get(queue);
        if (found == null || !found.hasReaders()) {
            return List.of();
        }
        return found.readers().named().stream().map(each -> each.record().info(queue)).toList();
    }

    @Override
    public Optional<QueueStats> stats(String queue, String subscription) {
        QueueState found = core.catalog.get(queue);
        return Optional.ofNullable(found == null ? null : found.subscription(subscription))
                .map(known -> Stats.of(core, known));
    }

    @Override
    public Attendance attend(Caller consumer, String queue, String subscription) {
        core.begin(consumer);
        QueueState found = core.catalog.get(queue);
        Subscription attended = found == null ? null : found.subscription(subscription);
        return attended == null ? NOWHERE : attended.receiving().attend(consumer);
    }

    @Override
    public Optional<List<ConsumerInfo>> consumers(String queue, String subscription) {
        QueueState found = core.catalog.get(queue);
        return Optional.ofNullable(found == null ? null : found.subscription(subscription))
                .map(known -> known.receiving().consumers());
    }

    @Override
    public void change(
            Caller by,
            String queue,
            String subscription,
            Caller consumer,
            ConsumerChange change,
            Reply<ConsumerInfo> reply) {
        core.begin(by);
        QueueState found = core.catalog.get(queue);
        Subscription asked = found == null ? null : found.subscription(subscription);
        if (asked == null) {
            reply.refused(
                    found == null
                            ? new Refusal.NoSuchQueue(queue)
                            : new Refusal.NoSuchSubscription(queue, subscription));
            return;
        }
        asked.receiving()
                .change(consumer, change)
                .ifPresentOrElse(reply::ok, () -> reply.refused(unknown(consumer)));
    }

    private static Refusal unknown(Caller consumer) {
        return new Refusal.InvalidSetting(
                "consumer", consumer.client(), "one that received within five minutes");
    }

    @Override
    public Waiting receive(
            Caller caller,
            String queue,
            String subscription,
            Receive receive,
            Reply<List<Delivery>> reply) {
        core.begin(caller);
        QueueState found = core.catalog.get(queue);
        Subscription asked = found == null ? null : found.subscription(subscription);
        Refusal refusal = core.gate.refusal(StoreGate.Work.RECEIVE);
        if (refusal == null && found == null) {
            refusal = new Refusal.NoSuchQueue(queue);
        }
        if (refusal != null || asked == null) {
            reply.refused(
                    refusal != null
                            ? refusal
                            : new Refusal.NoSuchSubscription(queue, subscription));
            return NOT_WAITING;
        }
        return asked.receiving().receive(caller, receive, reply);
    }

    /** Makes a subscription unless it is there. */
    private final class Make implements CatalogChange {
        private final QueueState queue;
        private final Subscribe wish;
        private final Reply<SubscriptionInfo> reply;
        private Readers.@Nullable Named made;

        Make(QueueState queue, Subscribe wish, Reply<SubscriptionInfo> reply) {
            this.queue = queue;
            this.wish = wish;
            this.reply = reply;
        }

        @Override
        public Optional<CatalogCodec.Entry> decide() {
            Optional<Refusal> wrong = wrong();
            if (wrong.isPresent()) {
                reply.refused(wrong.get());
                return Optional.empty();
            }
            Readers.Named known = queue.readers().named(wish.name());
            if (known != null) {
                answer(known.record());
                return Optional.empty();
            }
            NamedSubscription record = record();
            made = new Readers.Named(record, core.readership.machine(queue, record));
            return Optional.of(new CatalogCodec.Entry.Subscribed(record));
        }

        private Optional<Refusal> wrong() {
            if (core.catalog.queue(queue.id()) != queue) {
                return Optional.of(new Refusal.NoSuchQueue(queue.name()));
            }
            String name = wish.name();
            if (name.isEmpty() || name.length() > SettingsCheck.LONGEST_NAME || name.equals(WORK)) {
                String accepted = "1 to " + SettingsCheck.LONGEST_NAME + " characters, not " + WORK;
                return Optional.of(new Refusal.InvalidSetting("subscription", name, accepted));
            }
            return Readership.wrong(queue.partition(), wish.from(), wish.ratePerSecond());
        }

        private void answer(NamedSubscription known) {
            boolean same =
                    known.selection().filter().equals(wish.filter())
                            && known.selection().ratePerSecond() == wish.ratePerSecond();
            if (same) {
                reply.ok(known.info(queue.name()));
            } else {
                reply.refused(new Refusal.SubscriptionExists(queue.name(), wish.name()));
            }
        }

        private NamedSubscription record() {
            boolean direct =
                    wish.from() instanceof Position.Now
                            && wish.filter() instanceof MessageFilter.All
                            && wish.ratePerSecond() == 0;
            Selection selection =
                    new Selection(
                            Readership.offset(queue.partition(), wish.from()),
                            Selection.OPEN,
                            wish.filter(),
                            wish.ratePerSecond());
            return new NamedSubscription(
                    queue.id(),
                    queue.readers().takeNumber(),
                    wish.name(),
                    direct ? NamedSubscription.Feed.DIRECT : NamedSubscription.Feed.SELECTED,
                    selection,
                    core.wall());
        }

        @Override
        public void made() {
            Readers.Named named = made;
            if (named != null && core.catalog.queue(queue.id()) == queue) {
                core.readership.opened(queue, named.record(), named.machine());
                reply.ok(named.record().info(queue.name()));
            } else {
                reply.refused(new Refusal.NoSuchQueue(queue.name()));
            }
        }

        @Override
        public void refused(Refusal refusal) {
            if (made != null) {
                core.catalog.detach(made.machine());
            }
            reply.refused(refusal);
        }
    }

    /** Takes a subscription away. */
    private final class Remove implements CatalogChange {
        private final QueueState queue;
        private final String name;
        private final Reply<SubscriptionInfo> reply;

        Remove(QueueState queue, String name, Reply<SubscriptionInfo> reply) {
            this.queue = queue;
            this.name = name;
            this.reply = reply;
        }

        private Readers.@Nullable Named known() {
            return queue.hasReaders() ? queue.readers().named(name) : null;
        }

        @Override
        public Optional<CatalogCodec.Entry> decide() {
            Readers.Named known = known();
            if (known == null) {
                refused(new Refusal.NoSuchSubscription(queue.name(), name));
                return Optional.empty();
            }
            return Optional.of(
                    new CatalogCodec.Entry.Unsubscribed(queue.id(), known.record().number()));
        }

        @Override
        public void made() {
            Readers.Named known = known();
            if (known != null) {
                core.readership.closed(queue, known);
                reply.ok(known.record().info(queue.name()));
            }
        }

        @Override
        public void refused(Refusal refusal) {
            reply.refused(refusal);
        }
    }
}
