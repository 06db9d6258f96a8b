package dev.forebay.access.store;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Messages;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engine's door, which notes every change of queues in the audit log before it replies; where
 * the queue ends with the process, without waiting until the note is on disk. Sending, receiving
 * and settling pass through untouched.
 */
public final class AuditedQueues implements Queues {
    private final Queues queues;
    private final Subscriptions subscriptions;
    private final Replays replays;
    private final ScheduledMessages scheduled;
    private final Redrives redrives;
    private final Schedules schedules;
    private final Noting noting;

    public AuditedQueues(Queues queues, AuditLog audit, EngineClock clock) {
        this.queues = queues;
        this.noting = new Noting(audit, clock);
        this.subscriptions = new AuditedSubscriptions(queues.subscriptions(), noting);
        this.replays = new AuditedReplays(queues.replays(), noting);
        this.scheduled = new AuditedScheduled(queues.scheduled(), noting);
        this.schedules = new AuditedSchedules(queues.schedules(), noting);
        this.redrives = new AuditedRedrives(queues.redrives(), noting);
    }

    @Override
    public Optional<Refusal> refusesSettings(String name, QueueSettings settings) {
        return queues.refusesSettings(name, settings);
    }

    @Override
    public DeadLetterWays deadLetterWays() {
        return queues.deadLetterWays();
    }

    @Override
    public Optional<Refusal> refusesSends() {
        return queues.refusesSends();
    }

    @Override
    public Lane lane() {
        return queues.lane();
    }

    @Override
    public void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply) {
        boolean known = queues.find(name).isPresent();
        Noting.What what =
                known
                        ? Noting.What.told("It was there.")
                        : Noting.What.changed(
                                SettingsText.of(QueueSettings.defaults(), Map.of()),
                                SettingsText.of(settings, tags));
        queues.create(
                caller,
                name,
                settings,
                tags,
                settings.isVolatile()
                        ? noting.ofPassing(caller, "create queue", name, what, reply)
                        : noting.of(caller, "create queue", name, what, reply));
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        Noting.What what =
                changing(
                        name,
                        before ->
                                Noting.What.changed(
                                        SettingsText.of(before.settings(), Map.of()),
                                        SettingsText.of(settings, Map.of())));
        queues.update(caller, name, settings, noted(caller, "change queue", name, what, reply));
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        Noting.What what =
                changing(
                        name,
                        before ->
                                Noting.What.changed(
                                        SettingsText.tags(before.tags()), SettingsText.tags(tags)));
        queues.tag(caller, name, tags, noted(caller, "tag queue", name, what, reply));
    }

    private <T> Reply<T> noted(
            Caller caller, String action, String name, Noting.What what, Reply<T> reply) {
        boolean passing = queues.find(name).filter(it -> it.settings().isVolatile()).isPresent();
        return passing
                ? noting.ofPassing(caller, action, name, what, reply)
                : noting.of(caller, action, name, what, reply);
    }

    private Noting.What changing(String name, Function<QueueInfo, Noting.What> what) {
        return queues.find(name).map(what).orElse(Noting.What.NOTHING);
    }

    /** How many messages are lost with what is done. */
    private Noting.What losing(String name) {
        return queues.stats(name)
                .map(stats -> stats.ready() + stats.delayed() + stats.leased())
                .map(left -> Noting.What.told(left + " unsettled messages were in it."))
                .orElse(Noting.What.NOTHING);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.delete(caller, name, noted(caller, "delete queue", name, losing(name), reply));
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.purge(caller, name, noted(caller, "purge queue", name, losing(name), reply));
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        queues.purgeReady(caller, name, noted(caller, "purge queue", name, losing(name), reply));
    }

    @Override
    public Optional<QueueInfo> find(String name) {
        return queues.find(name);
    }

    @Override
    public Collection<QueueInfo> all() {
        return queues.all();
    }

    @Override
    public Optional<QueueStats> stats(String name) {
        return queues.stats(name);
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        queues.send(caller, queue, send, reply);
    }

    @Override
    public void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply) {
        queues.send(caller, queue, sends, reply);
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        return queues.receive(caller, queue, receive, reply);
    }

    @Override
    public void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        queues.settle(caller, queue, settlements, reply);
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        queues.change(caller, change, reply);
    }

    @Override
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public Replays replays() {
        return replays;
    }

    /** Looking changes nothing, and leaves no trace. */
    @Override
    public Messages messages() {
        return queues.messages();
    }

    /** As above. */
    @Override
    public Cursors cursors() {
        return queues.cursors();
    }

    @Override
    public ScheduledMessages scheduled() {
        return scheduled;
    }

    @Override
    public Schedules schedules() {
        return schedules;
    }

    @Override
    public Redrives redrives() {
        return redrives;
    }
}
