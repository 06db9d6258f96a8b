package dev.forebay.engine.sim;

import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.core.EngineLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The stories of a server that crashes are tried in: each is about one thing that queues do. */
final class EngineStories {
    private static final int WORK = 1;
    private static final long LEASE = 2_000;
    private static final long WINDOW = 60_000;
    private static final Step BRIEFLY = new Step.Advance(40);
    private static final Step STOP = new Step.Crash(Step.Death.STOP, 0);
    private static final Step KILL = new Step.Crash(Step.Death.KILL, 0);

    private final List<EngineStory> stories = new ArrayList<>();

    private EngineStories() {}

    /** All of them. */
    static List<EngineStory> all() {
        EngineStories all = new EngineStories();
        all.sends();
        all.settlements();
        all.waits();
        all.orders();
        all.queues();
        all.lives();
        all.stragglers();
        return List.copyOf(all.stories);
    }

    private void sends() {
        add(
                "engine-first-start",
                plain(),
                List.of(),
                send(60),
                BRIEFLY,
                receive(1),
                BRIEFLY,
                ack());
        story("engine-send", send(60), BRIEFLY, send(900), BRIEFLY, send(60), BRIEFLY);
        story("engine-batch", batch(5, 200), batch(3, 700), BRIEFLY, receive(10), BRIEFLY);
        story(
                "engine-deduplication",
                q -> q.withDeduplication(dedup()),
                once(1),
                once(2),
                BRIEFLY,
                once(1),
                BRIEFLY,
                KILL,
                once(2),
                once(3),
                BRIEFLY);
        Map<String, QueueSettings> queues = plain();
        queues.replaceAll((name, settings) -> settings.withDeduplication(dedup()));
        stories.add(
                new EngineStory(
                        "engine-deduplication-on-disk",
                        EngineLimits.defaults().withDeduplication(1, 1_000),
                        queues,
                        List.of(BRIEFLY),
                        List.of(
                                once(1), once(2), BRIEFLY, once(3), BRIEFLY, once(1), once(2),
                                BRIEFLY, KILL, once(3), once(1), once(4), BRIEFLY)));
    }

    /** Settled messages around a few that are not; the second look of a minute finds them. */
    private void stragglers() {
        List<Step> before = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            before.add(send(400));
            before.add(BRIEFLY);
            before.add(receive(1));
            before.add(BRIEFLY);
            before.add(
                    i % 12 == 3
                            ? settle(Step.End.RELEASE, 200_000, 0)
                            : settle(Step.End.ACK, 0, 0));
            before.add(BRIEFLY);
        }
        Map<String, QueueSettings> queues = plain();
        queues.replaceAll((name, settings) -> settings.withRetentionMillis(0));
        stories.add(
                new EngineStory(
                        "engine-compaction",
                        EngineLimits.defaults().withSnapshots(10, 4_000),
                        queues,
                        before,
                        List.of(
                                new Step.Advance(122_000),
                                send(60),
                                BRIEFLY,
                                receive(1),
                                BRIEFLY)));
    }

    private void settlements() {
        story(
                "engine-settle",
                batch(6, 100),
                BRIEFLY,
                receive(6),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1, 2, 3),
                BRIEFLY,
                settle(Step.End.RELEASE, 0, 4),
                settle(Step.End.RELEASE, 500, 5),
                BRIEFLY);
        story(
                "engine-extend",
                batch(3, 100),
                BRIEFLY,
                receive(3),
                BRIEFLY,
                settle(Step.End.EXTEND, 4_000, 1),
                settle(Step.End.EXTEND, 0, 2),
                BRIEFLY,
                KILL,
                settle(Step.End.EXTEND, 3_000, 1),
                BRIEFLY);
        story(
                "engine-lease-ends",
                batch(3, 100),
                BRIEFLY,
                receive(3),
                new Step.Advance(LEASE + 500),
                receive(3),
                BRIEFLY);
        story(
                "engine-dead-letter",
                q -> q.withDeadLetter(new DeadLetterRule("dead", 1)),
                batch(4, 100),
                BRIEFLY,
                receive(4),
                BRIEFLY,
                settle(Step.End.REJECT, 0, 1),
                settle(Step.End.RELEASE, 0, 2),
                BRIEFLY,
                new Step.Advance(LEASE + 500));
        story(
                "engine-reject",
                batch(3, 100),
                BRIEFLY,
                receive(3),
                BRIEFLY,
                settle(Step.End.REJECT, 0, 1, 2),
                BRIEFLY,
                KILL);
    }

    private void waits() {
        story(
                "engine-delay",
                delayed(300),
                delayed(3_000),
                send(50),
                BRIEFLY,
                receive(3),
                new Step.Advance(500),
                receive(3),
                BRIEFLY);
        story(
                "engine-delay-of-the-queue",
                q -> q.withDelayMillis(400),
                send(50),
                send(60),
                KILL,
                new Step.Advance(500),
                receive(2),
                BRIEFLY);
        story(
                "engine-long-poll",
                new Step.Receive(0, WORK, 5, LEASE, 10_000),
                BRIEFLY,
                batch(2, 80),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1),
                BRIEFLY);
        story(
                "engine-expiry",
                q -> q.withExpiryMillis(60_000),
                batch(3, 80),
                BRIEFLY,
                receive(1),
                new Step.Advance(59_000),
                send(80),
                new Step.Advance(3_000));
    }

    private void orders() {
        story(
                "engine-by-key",
                q -> q.withOrdering(Ordering.BY_KEY),
                keyed(0, 1, 0, 1, 2),
                BRIEFLY,
                receive(1),
                receive(3),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1),
                BRIEFLY,
                KILL,
                new Step.Receive(1, WORK, 5, LEASE, 0),
                BRIEFLY);
        story(
                "engine-strict",
                q -> q.withOrdering(Ordering.STRICT),
                keyed(0, 1, 2),
                BRIEFLY,
                receive(1),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1),
                BRIEFLY,
                receive(2),
                BRIEFLY);
    }

    private void queues() {
        Map<String, QueueSettings> many = plain();
        for (int i = 0; i < 4; i++) {
            many.put("more" + i, base());
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            steps.add(new Step.Send(i, i, List.of(new Step.Item(0, -1, -1, 100))));
            steps.add(new Step.Receive(i, i, 1, LEASE, 0));
        }
        steps.add(BRIEFLY);
        steps.add(settle(Step.End.ACK, 0, 1));
        steps.add(BRIEFLY);
        add("engine-many-queues", many, List.of(BRIEFLY), steps.toArray(Step[]::new));
        story(
                "engine-purge",
                batch(4, 100),
                BRIEFLY,
                receive(1),
                BRIEFLY,
                new Step.Purge(0, WORK),
                send(50),
                BRIEFLY);
        story(
                "engine-settings-change",
                q -> q.withMaxDepth(3),
                batch(2, 60),
                BRIEFLY,
                new Step.Relimit(0, WORK, 5),
                BRIEFLY,
                batch(3, 60),
                BRIEFLY,
                KILL,
                new Step.Relimit(0, WORK, 2),
                BRIEFLY);
        story("engine-full-queue", q -> q.withMaxDepth(2), send(50), batch(3, 50), BRIEFLY);
        story(
                "engine-segment-roll",
                batch(3, 1000),
                batch(3, 1000),
                BRIEFLY,
                receive(6),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1, 2, 3, 4, 5),
                BRIEFLY,
                batch(3, 1000),
                BRIEFLY);
        story(
                "engine-retention",
                q -> q.withRetentionMillis(0).withRetentionBytes(0),
                batch(3, 1500),
                BRIEFLY,
                receive(3),
                BRIEFLY,
                settle(Step.End.ACK, 0, 1, 2, 3),
                BRIEFLY,
                batch(3, 1500),
                BRIEFLY);
    }

    private void lives() {
        story("engine-clean-restart", send(60), receive(1), BRIEFLY, STOP, send(60), BRIEFLY, STOP);
        story("engine-killed-twice", send(60), receive(1), KILL, send(60), BRIEFLY, KILL, send(60));
        EngineLimits limits = EngineLimits.defaults().withSnapshots(3, 300);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            steps.add(batch(2, 120));
            steps.add(BRIEFLY);
            steps.add(receive(2));
            steps.add(BRIEFLY);
            steps.add(settle(Step.End.ACK, 0, 1));
            steps.add(BRIEFLY);
        }
        steps.add(STOP);
        steps.add(receive(2));
        steps.add(BRIEFLY);
        stories.add(new EngineStory("engine-snapshots", limits, plain(), List.of(BRIEFLY), steps));
        spilled();
        story(
                "engine-wall-clock",
                send(60),
                receive(1),
                BRIEFLY,
                new Step.JumpWall(-86_400_000),
                send(60),
                BRIEFLY,
                KILL,
                new Step.JumpWall(3_600_000),
                receive(1),
                BRIEFLY);
    }

    /** What is known of messages that failed leaves the heap at once, and comes back. */
    private void spilled() {
        EngineLimits limits = EngineLimits.defaults().withAttemptsInHeap(0).withSnapshots(6, 1_000);
        List<Step> before = List.of(batch(2, 60), BRIEFLY, receive(2), BRIEFLY);
        List<Step> steps =
                List.of(
                        fail(0),
                        BRIEFLY,
                        fail(1),
                        BRIEFLY,
                        receive(2),
                        fail(2),
                        BRIEFLY,
                        receive(1));
        stories.add(new EngineStory("engine-spilled-attempts", limits, plain(), before, steps));
    }

    private static Step fail(int pick) {
        return new Step.Settle(
                0, List.of(pick), Step.End.RELEASE, 0, Settlement.Attempt.COUNTED, "busy");
    }

    private void story(String name, Step... steps) {
        story(name, UnaryOperator.identity(), steps);
    }

    private void story(String name, UnaryOperator<QueueSettings> work, Step... steps) {
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        queues.put("dead", base());
        queues.put("work", work.apply(base()));
        add(name, queues, List.of(BRIEFLY), steps);
    }

    private void add(
            String name, Map<String, QueueSettings> queues, List<Step> before, Step... steps) {
        stories.add(new EngineStory(name, EngineLimits.defaults(), queues, before, List.of(steps)));
    }

    private static Map<String, QueueSettings> plain() {
        Map<String, QueueSettings> queues = new LinkedHashMap<>();
        queues.put("dead", base());
        queues.put("work", base());
        return queues;
    }

    private static QueueSettings base() {
        return QueueSettings.defaults()
                .withExpiryMillis(Script.NO_EXPIRY)
                .withMaxLeases(Script.MANY_LEASES)
                .withLeaseMillis(LEASE);
    }

    private static Deduplication dedup() {
        return new Deduplication(WINDOW, Deduplication.Scope.QUEUE, 1000);
    }

    private static Step send(int bytes) {
        return batch(1, bytes);
    }

    private static Step batch(int count, int bytes) {
        List<Step.Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Step.Item(i, -1, -1, bytes));
        }
        return new Step.Send(0, WORK, items);
    }

    private static Step once(int deduplication) {
        return new Step.Send(0, WORK, List.of(new Step.Item(0, -1, deduplication, 60)));
    }

    private static Step delayed(long millis) {
        return new Step.Send(0, WORK, List.of(new Step.Item(0, millis, -1, 60)));
    }

    private static Step keyed(int... keys) {
        List<Step.Item> items = new ArrayList<>();
        for (int key : keys) {
            items.add(new Step.Item(key, -1, -1, 60));
        }
        return new Step.Send(0, WORK, items);
    }

    private static Step receive(int max) {
        return new Step.Receive(0, WORK, max, LEASE, 0);
    }

    private static Step ack() {
        return settle(Step.End.ACK, 0, 1);
    }

    private static Step settle(Step.End end, long millis, Integer... picks) {
        return new Step.Settle(0, List.of(picks), end, millis);
    }
}
