package dev.forebay.server.tracing;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.Delivery;
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
import dev.forebay.server.tracing.SendTraces.Traced;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine's door with spans of what goes through it. What no sampled trace is about costs a look
 * at the names of a message's headers.
 */
final class TracedQueues implements Queues {
    private final Queues queues;
    private final SendTraces sends;
    private final ReceiveTraces receives;
    private final SettleTraces settlements;

    TracedQueues(
            Queues queues, SendTraces sends, ReceiveTraces receives, SettleTraces settlements) {
        this.queues = queues;
        this.sends = sends;
        this.receives = receives;
        this.settlements = settlements;
    }

    @Override
    public void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply) {
        Traced traced = sends.begin(caller, queue, send);
        queues.send(
                caller,
                queue,
                traced.send(),
                traced.isRecorded()
                        ? new EndOfSpans<>(List.of(traced.span()), traced::told, reply)
                        : reply);
    }

    @Override
    public void send(Caller caller, String queue, List<Send> all, Reply<List<SendResult>> reply) {
        List<Traced> traced = all.stream().map(send -> sends.begin(caller, queue, send)).toList();
        queues.send(caller, queue, sends(traced), ending(traced, List.of(), reply));
    }

    @Override
    public Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        return queues.receive(
                caller, queue, receive, receives.noting(caller, queue, Subscriptions.WORK, reply));
    }

    @Override
    public void settle(
            Caller caller, String queue, List<Settlement> all, Reply<List<SettleResult>> reply) {
        Span span = settlements.begin(caller, queue, all);
        queues.settle(
                caller,
                queue,
                all,
                span == null
                        ? reply
                        : new EndOfSpans<>(
                                List.of(span), results -> SettleTraces.told(span, results), reply));
    }

    @Override
    public void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
        List<Span> acks = settlements.begin(caller, change.acks());
        List<AtomicChange.SendTo> carried = new ArrayList<>(change.sends().size());
        List<Traced> traced = new ArrayList<>(change.sends().size());
        for (AtomicChange.SendTo send : change.sends()) {
            Traced begun = sends.begin(caller, send.queue(), send.send());
            traced.add(begun);
            carried.add(new AtomicChange.SendTo(send.queue(), begun.send()));
        }
        queues.change(
                caller, new AtomicChange(change.acks(), carried), ending(traced, acks, reply));
    }

    private static List<Send> sends(List<Traced> traced) {
        return traced.stream().map(Traced::send).toList();
    }

    /** Ends the spans of sends, which are answered in their order, and more. */
    private static <R extends SendResult> Reply<List<R>> ending(
            List<Traced> traced, List<Span> more, Reply<List<R>> reply) {
        List<Span> spans = new ArrayList<>(more);
        traced.stream().filter(Traced::isRecorded).map(Traced::span).forEach(spans::add);
        return spans.isEmpty()
                ? reply
                : new EndOfSpans<>(
                        spans,
                        results -> {
                            for (int i = 0; i < results.size(); i++) {
                                traced.get(i).told(results.get(i));
                            }
                        },
                        reply);
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
        queues.create(caller, name, settings, tags, reply);
    }

    @Override
    public void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply) {
        queues.update(caller, name, settings, reply);
    }

    @Override
    public void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        queues.tag(caller, name, tags, reply);
    }

    @Override
    public void delete(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.delete(caller, name, reply);
    }

    @Override
    public void purge(Caller caller, String name, Reply<QueueInfo> reply) {
        queues.purge(caller, name, reply);
    }

    @Override
    public void purgeReady(Caller caller, String name, Reply<Long> reply) {
        queues.purgeReady(caller, name, reply);
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
    public Subscriptions subscriptions() {
        return new TracedSubscriptions(queues.subscriptions(), receives);
    }

    @Override
    public Replays replays() {
        return queues.replays();
    }

    @Override
    public Optional<QueueStats> stats(String name) {
        return queues.stats(name);
    }

    @Override
    public ScheduledMessages scheduled() {
        return queues.scheduled();
    }

    @Override
    public Schedules schedules() {
        return queues.schedules();
    }

    @Override
    public Redrives redrives() {
        return queues.redrives();
    }

    @Override
    public Messages messages() {
        return queues.messages();
    }

    @Override
    public Cursors cursors() {
        return queues.cursors();
    }
}
