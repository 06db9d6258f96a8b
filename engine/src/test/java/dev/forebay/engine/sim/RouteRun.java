package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetter;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRouter.Onward;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Message;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.sim.SimScheduler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One seed's life of a queue whose dead letters are routed to two queues, one, or none, as the
 * route says at the time: messages are rejected, expire, fail too often, are pushed out and come
 * back by redrives, over crashes, faults of the disk and compaction.
 */
final class RouteRun {
    private static final String WORK = "work";
    private static final String COPY = "copy";
    private static final int STEPS = 120;
    private static final int LEASE = 2_000;
    private static final int LOOK_MILLIS = 61_000;
    private static final int MOST_ROUNDS = 300;

    /** By the name of the route's exchange; a queue that does not exist is passed over. */
    private static final Map<String, List<String>> WAYS =
            Map.of(
                    "both", List.of("one", "two"),
                    "one", List.of("one"),
                    "two and a queue that is not there", List.of("gone", "two"),
                    "none", List.of());

    private static final List<String> ROUTES = WAYS.keySet().stream().sorted().toList();
    private static final List<String> TARGETS = List.of("one", "two");
    private static final List<Step.Death> DEATHS = List.of(Step.Death.values());
    private static final List<Step.Fault> FAULTS = List.of(Step.Fault.values());

    private final long seed;
    private final Random random;
    private final SimScheduler scheduler;
    private final SimClock clock;
    private final EmbeddedMachine machine;
    private final RoutedCopies copies = new RoutedCopies();
    private final List<Given> given = new ArrayList<>();
    private final QueueSettings base;
    private Queues queues;
    private int count;

    private record Given(String queue, Delivery delivery) {}

    RouteRun(long seed, EngineFlaw flaw) {
        this.seed = seed;
        this.random = new Random(seed);
        this.scheduler = new SimScheduler(seed);
        this.clock = new SimClock(scheduler);
        this.machine = new EmbeddedMachine(EngineSetup.of(seed, flaw));
        this.base =
                QueueSettings.defaults()
                        .withLeaseMillis(LEASE)
                        .withExpiryMillis(Script.NO_EXPIRY)
                        .withRetentionMillis(random.nextInt(3) * 30_000L);
        this.queues = boot();
    }

    private Queues boot() {
        Queues up = machine.boot(scheduler, clock);
        machine.routeDeadLetters(this::onward);
        return up;
    }

    /** Plays it all, and judges it. */
    void play() {
        try {
            create(WORK, work());
            TARGETS.forEach(target -> create(target, base));
            for (int i = 0; i < STEPS; i++) {
                step();
                machine.check();
            }
            copies.verify(drain());
            requireConservation();
        } catch (SimulationFailure failure) {
            SimulationFailure report =
                    new SimulationFailure("seed " + seed + ": " + failure.getMessage());
            report.initCause(failure);
            throw report;
        }
    }

    private QueueSettings work() {
        QueueSettings settings =
                base.withExpiryMillis(random.nextBoolean() ? 20_000 : Script.NO_EXPIRY)
                        .withOrdering(random.nextBoolean() ? Ordering.NONE : Ordering.BY_PRIORITY)
                        .withRetry(RetryRule.defaults().withMaxAttempts(1 + random.nextInt(3)))
                        .withDeadLetterRoute(new DeadLetterRoute("both", Optional.empty()));
        return random.nextInt(3) == 0
                ? settings.withMaxDepth(1 + random.nextInt(9))
                        .withWhenFull(WhenFull.DEAD_LETTER_OLDEST)
                : settings;
    }

    private void create(String name, QueueSettings settings) {
        List<QueueInfo> created = new ArrayList<>();
        this.<QueueInfo>tell(
                reply -> queues.create(Caller.IN_PROCESS, name, settings, Map.of(), reply),
                created::add);
        World.pass(scheduler, 1_000);
        require(!created.isEmpty(), "a queue is made");
    }

    private void step() {
        if (machine.isFailed()) {
            die(DEATHS.get(random.nextInt(DEATHS.size())));
        }
        switch (random.nextInt(16)) {
            case 0 -> die(DEATHS.get(random.nextInt(DEATHS.size())));
            case 1 -> World.pass(scheduler, random.nextInt(2 * LOOK_MILLIS));
            case 2 -> machine.disturb(FAULTS.get(random.nextInt(FAULTS.size())), random.nextLong());
            case 3 -> machine.calm();
            case 4 -> reroute();
            case 5 -> redrive();
            case 6, 7, 8, 9 -> send(1 + random.nextInt(12));
            case 10, 11, 12 -> receive(random.nextInt(4) > 0 ? WORK : target(), 8);
            default -> settle();
        }
        if (random.nextBoolean()) {
            World.pass(scheduler, random.nextInt(random.nextBoolean() ? 20 : LEASE));
        }
    }

    private String target() {
        return TARGETS.get(random.nextInt(TARGETS.size()));
    }

    private void die(Step.Death death) {
        if (death == Step.Death.STOP) {
            machine.stop();
        }
        scheduler.abandon();
        machine.die(death, random.nextLong());
        queues = boot();
    }

    private void reroute() {
        String route = ROUTES.get(random.nextInt(ROUTES.size()));
        queues.lane()
                .execute(() -> {
                    QueueSettings now = queues.find(WORK).orElseThrow().settings();
                    QueueSettings other =
                            now.withDeadLetterRoute(new DeadLetterRoute(route, Optional.empty()));
                    queues.update(Caller.IN_PROCESS, WORK, other, answered(info -> {}));
                });
    }

    private List<Onward> onward(DeadLetter letter) {
        DeadLetterRoute route = letter.source().settings().deadLetterRoute().orElseThrow();
        List<String> targets = WAYS.getOrDefault(route.exchange(), List.of());
        List<String> names =
                copies.dies(
                        name(letter.message()),
                        targets.stream().filter(TARGETS::contains).toList());
        List<Onward> ways = new ArrayList<>();
        int next = 0;
        for (String target : targets) {
            String name = TARGETS.contains(target) ? names.get(next++) : target;
            ways.add(new Onward(target, named(letter.message(), name)));
        }
        return ways;
    }

    private static Message named(Message message, String name) {
        Header header = new Header(COPY, bytes(name));
        return new Message(message.key(), List.of(header), message.body());
    }

    private static String name(Message message) {
        return message.headers().stream()
                .filter(header -> header.name().equals(COPY))
                .map(header -> StandardCharsets.UTF_8.decode(header.value().duplicate()).toString())
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void redrive() {
        RedriveRequest request = RedriveRequest.all(target());
        this.<RedriveInfo>tell(
                reply -> queues.redrives().start(Caller.IN_PROCESS, request, reply), info -> {});
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            String name = "m" + count++;
            copies.sent(name);
            Message plain = new Message(null, List.of(), bytes("-".repeat(random.nextInt(600))));
            Send send =
                    new Send(
                            named(plain, name),
                            random.nextInt(4) == 0 ? random.nextInt(3_000) : 0,
                            null,
                            random.nextInt(3) == 0 ? 1 + random.nextInt(4_000) : Send.QUEUE_EXPIRY);
            this.<SendResult.Sent>tell(
                    reply -> queues.send(Caller.IN_PROCESS, WORK, send, reply),
                    answer -> copies.sendAnswered(name));
        }
    }

    private void receive(String queue, int most) {
        Receive receive = new Receive(1 + random.nextInt(most), Receive.QUEUE_DEFAULT, 0, null);
        this.<List<Delivery>>tell(
                reply -> queues.receive(Caller.IN_PROCESS, queue, receive, reply),
                deliveries ->
                        deliveries.forEach(delivery -> {
                            copies.delivered(name(delivery.message()));
                            given.add(new Given(queue, delivery));
                        }));
    }

    private void settle() {
        for (int left = random.nextInt(8); left > 0 && !given.isEmpty(); left--) {
            Given one = given.remove(random.nextInt(given.size()));
            switch (random.nextInt(6)) {
                case 0 -> settle(one, new Settlement.Release(one.delivery().lease(), 0));
                case 1 -> ack(one);
                case 2, 3 -> {
                    if (one.queue().equals(WORK)) {
                        settle(one, new Settlement.Reject(one.delivery().lease(), "no"));
                    }
                }
                // Its lease runs out, unless it was to be extended.
                default -> settle(one, new Settlement.Extend(one.delivery().lease(), LEASE));
            }
        }
    }

    private void ack(Given one) {
        String name = name(one.delivery().message());
        copies.acking(name);
        this.<List<SettleResult>>tell(
                reply ->
                        queues.settle(
                                Caller.IN_PROCESS,
                                one.queue(),
                                List.of(new Settlement.Ack(one.delivery().lease())),
                                reply),
                results -> {
                    switch (results.getFirst()) {
                        case SettleResult.Done done -> copies.acked(name);
                        case SettleResult.Refused refused -> {}
                        default -> copies.notAcked(name);
                    }
                });
    }

    private void settle(Given one, Settlement settlement) {
        this.<List<SettleResult>>tell(
                reply -> queues.settle(Caller.IN_PROCESS, one.queue(), List.of(settlement), reply),
                results -> {});
    }

    /** Takes all that is left out of all queues: their names. */
    private List<String> drain() {
        machine.calm();
        World.pass(scheduler, 1_000);
        if (machine.isFailed()) {
            die(Step.Death.KILL);
        }
        World.pass(scheduler, LOOK_MILLIS);
        List<String> names = new ArrayList<>();
        for (int round = 0; !isEmptyForGood(); round++) {
            require(round < MOST_ROUNDS, "the queues come to be empty: " + queues.stats(WORK));
            given.clear();
            receive(WORK, 10);
            TARGETS.forEach(target -> receive(target, 10));
            World.pass(scheduler, 100);
            given.forEach(one -> {
                names.add(name(one.delivery().message()));
                settle(one, new Settlement.Ack(one.delivery().lease()));
            });
            World.pass(scheduler, 100);
        }
        return names;
    }

    /** What is on its way from one queue to another is in neither. */
    private boolean isEmptyForGood() {
        boolean empty = isEmpty();
        if (empty) {
            World.pass(scheduler, 1_000);
        }
        return empty && isEmpty();
    }

    private boolean isEmpty() {
        return figures().stream()
                .allMatch(stats -> stats.ready() + stats.delayed() + stats.leased() == 0);
    }

    private List<QueueStats> figures() {
        List<QueueStats> figures = new ArrayList<>();
        figures.add(queues.stats(WORK).orElseThrow());
        TARGETS.forEach(target -> figures.add(queues.stats(target).orElseThrow()));
        return figures;
    }

    private void requireConservation() {
        for (QueueStats each : figures()) {
            long ended =
                    each.acked()
                            + each.deadLettered()
                            + each.expired()
                            + each.dropped()
                            + each.purged()
                            + each.moved();
            require(each.sent() == ended, "what was sent has ended: " + each);
        }
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new SimulationFailure("not so: " + what);
        }
    }

    private <T> void tell(Consumer<Reply<T>> command, Consumer<T> then) {
        queues.lane().execute(() -> command.accept(answered(then)));
    }

    /** A refusal leaves open what happened: the disk may be disturbed, the server may stop. */
    private static <T> Reply<T> answered(Consumer<T> then) {
        return new Reply<>() {
            @Override
            public void ok(T answer) {
                then.accept(answer);
            }

            @Override
            public void refused(Refusal refusal) {}
        };
    }
}
