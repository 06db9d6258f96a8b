package dev.forebay.engine.sim;

import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Draws a script from a seed: first which operations, faults, sizes and options it is about. */
final class ScriptWriter {
    private static final int MIN_STEPS = 340;
    private static final int MORE_STEPS = 120;
    private static final int MIN_READS = 40;

    /** Steps until the second of two deaths. */
    private static final int SOON = 12;

    private static final int MIN_CRASHES = 3;
    private static final int MORE_CRASHES = 3;
    private static final long HOUR = 3_600_000;
    private static final long[] LEASES = {1, 50, 1000, 5000, 30_000, 60_000};
    private static final long[] DELAYS = {0, 0, 0, 10, 500, 5000, 40_000};
    private static final long[] JUMPS = {-24 * HOUR, -HOUR, HOUR, 24 * HOUR};
    private static final int[] RATES = {0, 0, 1, 5, 50};
    private static final int[] SIZES = {40, 100, 200, 1000, 3000};

    private final Random random;
    private final FaultMix mix;
    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final int clients;
    private final Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
    private final boolean delays;
    private final int keys;
    private final int deduplications;

    private enum Kind {
        SEND,
        BATCH,
        RECEIVE,
        ACK,
        RELEASE,
        REJECT,
        EXTEND,
        CANCEL,
        PURGE,
        RELIMIT,
        RUN,
        ADVANCE,
        JUMP,
        CHANGE,
        REDRIVE
    }

    private ScriptWriter(long seed, FaultMix mix) {
        this.mix = mix;
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        clients = 1 + random.nextInt(4);
        keys = 1 + random.nextInt(6);
        deduplications = random.nextBoolean() ? 0 : 1 + random.nextInt(30);
        delays = random.nextBoolean();
    }

    /** The script of this seed. */
    static Script write(long seed, FaultMix mix) {
        ScriptWriter writer = new ScriptWriter(seed, mix);
        writer.drawQueues();
        writer.drawWeights();
        writer.drawSteps();
        Script plain = new Script(seed, writer.queues, Set.of(), writer.clients, writer.steps);
        Script ruled =
                mix.skills().contains(FaultMix.Skill.POLICIES)
                        ? PriorityWriter.into(PolicyWriter.into(plain))
                        : plain;
        Script more = retained(ruled, mix);
        return mix.skills().contains(FaultMix.Skill.SCHEDULES) ? RepeatWriter.into(more) : more;
    }

    private static Script retained(Script script, FaultMix mix) {
        return mix.skills().contains(FaultMix.Skill.COMPACTION)
                ? RetentionWriter.into(script)
                : script;
    }

    /** The same, with named subscriptions and replays: where nothing is dead-lettered. */
    static Script writeReaders(long seed, FaultMix mix) {
        ScriptWriter writer = new ScriptWriter(seed, mix);
        writer.drawQueues();
        writer.drawWeights();
        writer.drawSteps();
        Set<String> readers = writer.drawReaders();
        Script plain = new Script(seed, writer.queues, readers, writer.clients, writer.steps);
        return retained(TurnWriter.into(plain, mix), mix);
    }

    private Set<String> drawReaders() {
        Set<String> readers = new LinkedHashSet<>();
        queues.forEach((name, settings) -> {
            if (!name.equals("dead") && settings.deadLetter().isEmpty() && random.nextInt(4) > 0) {
                readers.add(name);
            }
        });
        int reads = MIN_READS + random.nextInt(MIN_READS);
        for (int i = 0; i < reads; i++) {
            int max = 1 + random.nextInt(10);
            insert(new Step.Read(client(), queue(), max, lease(), waiting()));
        }
        int replays = random.nextInt(4);
        for (int i = 0; i < replays; i++) {
            Step.Into into = pick(List.of(Step.Into.values()));
            int key = random.nextBoolean() ? -1 : random.nextInt(keys);
            insert(new Step.Replay(client(), queue(), into, key, 0));
        }
        return readers;
    }

    private void insert(Step step) {
        steps.add(random.nextInt(steps.size()), step);
    }

    private void drawQueues() {
        queues.put("dead", base());
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            queues.put("q" + i, options(base()));
        }
    }

    private QueueSettings base() {
        return QueueSettings.defaults()
                .withExpiryMillis(Script.NO_EXPIRY)
                .withMaxLeases(Script.MANY_LEASES);
    }

    private QueueSettings options(QueueSettings plain) {
        QueueSettings settings =
                plain.withOrdering(pick(List.of(Ordering.NONE, Ordering.BY_KEY, Ordering.STRICT)));
        settings = settings.withLeaseMillis(LEASES[2 + random.nextInt(4)]);
        if (random.nextInt(2) == 0) {
            settings = settings.withDeadLetter(new DeadLetterRule("dead", 1 + random.nextInt(4)));
        }
        if (deduplications > 0) {
            settings =
                    settings.withDeduplication(
                            new Deduplication(
                                    10_000 + random.nextInt(300_000),
                                    pick(List.of(Deduplication.Scope.values())),
                                    1000));
        }
        if (random.nextInt(4) == 0) {
            settings = settings.withMaxDepth(3 + random.nextInt(30));
        }
        if (random.nextInt(5) == 0) {
            settings = settings.withExpiryMillis(60_000 + random.nextInt(200_000));
        }
        if (random.nextInt(5) == 0) {
            settings = settings.withMaxLeases(2 + random.nextInt(10));
        }
        if (delays && random.nextInt(3) == 0) {
            settings = settings.withDelayMillis(random.nextInt(5000));
        }
        return settings;
    }

    private void drawWeights() {
        for (Kind kind : EnumSet.range(Kind.SEND, Kind.JUMP)) {
            weights.put(kind, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(20));
        }
        weights.put(Kind.SEND, 10 + random.nextInt(20));
        weights.put(Kind.RECEIVE, 10 + random.nextInt(20));
        weights.put(Kind.RUN, 20 + random.nextInt(40));
        Map.of(Kind.PURGE, 8, Kind.RELIMIT, 8, Kind.JUMP, 4, Kind.CANCEL, 4)
                .forEach((kind, share) -> weights.computeIfPresent(kind, (k, w) -> w / share));
        weights.put(Kind.CHANGE, weight(FaultMix.Skill.ATOMIC_CHANGES, 8));
        weights.put(Kind.REDRIVE, weight(FaultMix.Skill.REDRIVES, 8));
    }

    /** How often something is done that not every machine can do. */
    private int weight(FaultMix.Skill skill, int most) {
        return mix.skills().contains(skill) ? random.nextInt(most) : 0;
    }

    private void drawSteps() {
        int operations = MIN_STEPS + random.nextInt(MORE_STEPS);
        int crashes = MIN_CRASHES + random.nextInt(MORE_CRASHES);
        int drawn = 0;
        while (drawn < operations) {
            Step step = draw(drawKind());
            steps.add(step);
            drawn += step instanceof Step.Run || step instanceof Step.Advance ? 0 : 1;
        }
        for (int i = 0; i < crashes; i++) {
            int at = steps.size() / 10 + random.nextInt(steps.size() - steps.size() / 10);
            steps.add(at, new Step.Crash(pick(mix.deaths()), random.nextLong()));
        }
        if (mix.skills().contains(FaultMix.Skill.SECOND_DEATH)) {
            addSecondDeaths();
        }
        for (int i = 0; i < mix.faults().size() && random.nextBoolean(); i++) {
            Step fault = new Step.Disturb(pick(mix.faults()), random.nextLong());
            steps.add(random.nextInt(steps.size()), fault);
        }
    }

    private void addSecondDeaths() {
        for (int at = steps.size() - 1; at >= 0; at--) {
            if (steps.get(at) instanceof Step.Crash crash && crash.death() == Step.Death.KILL) {
                int next = Math.min(steps.size(), at + 1 + random.nextInt(SOON));
                steps.add(next, new Step.Crash(Step.Death.POWER_CUT, random.nextLong()));
            }
        }
    }

    private Kind drawKind() {
        int sum = weights.values().stream().mapToInt(weight -> weight).sum();
        int drawn = random.nextInt(sum);
        for (Map.Entry<Kind, Integer> kind : weights.entrySet()) {
            drawn -= kind.getValue();
            if (drawn < 0) {
                return kind.getKey();
            }
        }
        throw new AssertionError("weights do not sum up");
    }

    private Step draw(Kind kind) {
        return switch (kind) {
            case SEND -> new Step.Send(client(), queue(), List.of(item()));
            case BATCH -> new Step.Send(client(), queue(), items());
            case RECEIVE ->
                    new Step.Receive(client(), queue(), 1 + random.nextInt(10), lease(), waiting());
            case ACK -> new Step.Settle(client(), picks(), Step.End.ACK, 0);
            case RELEASE -> new Step.Settle(client(), picks(), Step.End.RELEASE, delay());
            case REJECT -> new Step.Settle(client(), picks(), Step.End.REJECT, 0);
            case EXTEND -> new Step.Settle(client(), picks(), Step.End.EXTEND, lease());
            case CANCEL -> new Step.Cancel(client());
            case PURGE -> new Step.Purge(client(), queue());
            case RELIMIT -> new Step.Relimit(client(), queue(), 1 + random.nextInt(40));
            case RUN -> new Step.Run(1 + random.nextInt(30));
            case ADVANCE -> new Step.Advance(1 + random.nextInt(random.nextBoolean() ? 20 : 8000));
            case CHANGE ->
                    new Step.Change(client(), random.nextInt(3) == 0 ? List.of() : picks(), tos());
            case REDRIVE ->
                    new Step.Redrive(
                            random.nextBoolean()
                                    ? Step.RedriveAct.START
                                    : pick(List.of(Step.RedriveAct.values())),
                            RATES[random.nextInt(RATES.length)]);
            case JUMP -> new Step.JumpWall(JUMPS[random.nextInt(JUMPS.length)]);
        };
    }

    private List<Step.Item> items() {
        List<Step.Item> items = new ArrayList<>();
        int count = 2 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            items.add(item());
        }
        return items;
    }

    private List<Step.To> tos() {
        List<Step.To> tos = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            tos.add(new Step.To(queue(), item()));
        }
        return tos;
    }

    private Step.Item item() {
        long delay = delays && random.nextInt(4) == 0 ? delay() : -1;
        int deduplication = deduplications == 0 ? -1 : random.nextInt(deduplications);
        int bytes = SIZES[random.nextInt(SIZES.length)];
        return new Step.Item(random.nextInt(keys), delay, deduplication, bytes);
    }

    private List<Integer> picks() {
        List<Integer> picks = new ArrayList<>();
        int count = random.nextBoolean() ? 1 : 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            picks.add(random.nextInt(1 << 16));
        }
        return picks;
    }

    private int client() {
        return random.nextInt(clients);
    }

    private int queue() {
        return random.nextInt(1 << 16);
    }

    private long lease() {
        return LEASES[random.nextInt(LEASES.length)];
    }

    private long delay() {
        return DELAYS[random.nextInt(DELAYS.length)];
    }

    private long waiting() {
        return random.nextBoolean() ? 0 : random.nextInt(20_000);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
