package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.filter.FilterText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Simulates redrives of what several subscriptions of one queue gave up, over crashes at any point:
 * each message is owed once by each of them, until that one settles it. However often it was given
 * up and sent back, it is at no time owed by another, by none, or twice.
 */
class DirectedRedriveTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long COUNT = Long.getLong("forebay.sim.count", 300);
    private static final int STEPS = 120;
    private static final String DEAD = "dead";
    private static final String AUDIT = "audit";
    private static final String B_ONLY = "b-only";
    private static final List<String> READERS = List.of(Subscriptions.WORK, AUDIT, B_ONLY);
    private static final int[] PACES = {0, 0, 1, 5, 50};

    @Test
    void what_each_subscription_owes_it_owes_once_until_it_settles_it() {
        LongStream.range(FIRST, FIRST + COUNT).parallel().forEach(seed -> new Life(seed).run());
    }

    /** What a reader owes. */
    private record Debt(String reader, String body) {}

    /** A delivery that was not settled. */
    private record Taken(Debt debt, Delivery delivery) {}

    private static final class Life {
        private final long seed;
        private final Random random;
        private final Rig rig = new Rig();
        private final Set<Debt> debts = new HashSet<>();
        private final Set<Debt> settled = new HashSet<>();
        private final Set<Debt> perhapsSettled = new HashSet<>();
        private final List<Taken> taken = new ArrayList<>();
        private int sends;

        Life(long seed) {
            this.seed = seed;
            random = new Random(seed * 0x9E3779B97F4A7C15L + 11);
        }

        void run() {
            open();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            bringHome();
            Map<Debt, Integer> found = drain();
            for (Debt debt : debts) {
                int times = found.getOrDefault(debt, 0);
                if (settled.contains(debt)) {
                    assertThat(times).as("settled %s, seed %d", debt, seed).isZero();
                } else if (perhapsSettled.contains(debt)) {
                    assertThat(times).as("perhaps %s, seed %d", debt, seed).isLessThanOrEqualTo(1);
                } else {
                    assertThat(times).as("owed %s, seed %d", debt, seed).isEqualTo(1);
                }
            }
            assertThat(debts).as("seed %d", seed).containsAll(found.keySet());
        }

        private void open() {
            Ordering[] orders = Ordering.values();
            QueueSettings settings = QueueSettings.defaults().withLeaseMillis(2_000);
            rig.create(DEAD, settings.withOrdering(orders[random.nextInt(orders.length)]));
            rig.create(
                    Rig.QUEUE,
                    settings.withOrdering(orders[random.nextInt(orders.length)])
                            .withDeadLetter(new DeadLetterRule(DEAD, 1 + random.nextInt(3))));
            subscribe(Subscribe.fromNow(AUDIT));
            var filter = ((FilterText.Parsed.Filter) FilterText.parse("body like \"b*\"")).filter();
            subscribe(new Subscribe(B_ONLY, new Position.Now(), filter, 0));
        }

        private void subscribe(Subscribe wish) {
            rig.ask((Answer<SubscriptionInfo> reply) ->
                    rig.engine
                            .subscriptions()
                            .subscribe(Caller.IN_PROCESS, Rig.QUEUE, wish, reply));
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> send();
                case 2, 3, 4 -> take();
                case 5, 6, 7 -> settle();
                case 8, 9 -> redrive();
                case 10 -> rig.pass(random.nextInt(3_000));
                default -> crash();
            }
        }

        private void send() {
            String body = (random.nextBoolean() ? "a" : "b") + sends++;
            rig.sendKeyed("k" + random.nextInt(3), body);
            for (String reader : READERS) {
                if (!reader.equals(B_ONLY) || body.startsWith("b")) {
                    debts.add(new Debt(reader, body));
                }
            }
        }

        private void take() {
            String reader = READERS.get(random.nextInt(READERS.size()));
            for (Delivery delivery : receive(reader, 1 + random.nextInt(4))) {
                taken.add(new Taken(new Debt(reader, Rig.body(delivery)), delivery));
            }
        }

        private List<Delivery> receive(String reader, int max) {
            Receive receive = new Receive(max, Receive.QUEUE_DEFAULT, 0, null);
            return rig.ask(reply ->
                    rig.engine
                            .subscriptions()
                            .receive(Caller.IN_PROCESS, Rig.QUEUE, reader, receive, reply));
        }

        private void settle() {
            if (taken.isEmpty()) {
                return;
            }
            Taken one = taken.remove(random.nextInt(taken.size()));
            Settlement settlement = settlement(one.delivery());
            SettleResult result = rig.settle(settlement);
            if (settlement instanceof Settlement.Ack && result instanceof SettleResult.Done) {
                settled.add(one.debt());
            }
        }

        private Settlement settlement(Delivery delivery) {
            return switch (random.nextInt(4)) {
                case 0 -> new Settlement.Ack(delivery.lease());
                case 1 -> new Settlement.Release(delivery.lease(), random.nextInt(500));
                default -> new Settlement.Reject(delivery.lease(), "no");
            };
        }

        /** Starts one, or pauses, resumes or cancels the one under way. */
        private void redrive() {
            Optional<RedriveInfo> active = active();
            rig.asked((Answer<RedriveInfo> reply) -> change(active, reply));
        }

        private Optional<RedriveInfo> active() {
            return rig.engine.redrives().all().stream()
                    .filter(one -> !one.state().isEnded())
                    .findFirst();
        }

        private void change(Optional<RedriveInfo> active, Answer<RedriveInfo> reply) {
            var redrives = rig.engine.redrives();
            if (active.isEmpty()) {
                int pace = PACES[random.nextInt(PACES.length)];
                redrives.start(Caller.IN_PROCESS, RedriveRequest.all(DEAD).withRate(pace), reply);
                return;
            }
            long id = active.get().id();
            switch (random.nextInt(4)) {
                case 0 -> redrives.pause(Caller.IN_PROCESS, id, reply);
                case 1 -> redrives.cancel(Caller.IN_PROCESS, id, reply);
                default -> redrives.resume(Caller.IN_PROCESS, id, reply);
            }
        }

        /** Begins something and dies soon, with some of what was on its way to the disk. */
        private void crash() {
            List<Runnable> answered = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0 && !taken.isEmpty(); i--) {
                answered.add(settleLater(taken.remove(random.nextInt(taken.size()))));
            }
            if (random.nextBoolean()) {
                Optional<RedriveInfo> active = active();
                rig.later(() -> change(active, new Answer<>()));
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                if (!rig.scheduler.stepNow()) {
                    rig.scheduler.runFor(random.nextInt(50));
                }
            }
            answered.forEach(Runnable::run);
            rig.crash(random.nextInt(4));
        }

        /** Notes, once it is run, how a settlement that is begun now has ended. */
        private Runnable settleLater(Taken one) {
            Settlement settlement = settlement(one.delivery());
            Answer<List<SettleResult>> answer = new Answer<>();
            rig.later(() ->
                    rig.engine.settle(Caller.IN_PROCESS, Rig.QUEUE, List.of(settlement), answer));
            return () -> {
                if (settlement instanceof Settlement.Ack) {
                    note(one.debt(), answer);
                }
            };
        }

        private void note(Debt debt, Answer<List<SettleResult>> answer) {
            if (!answer.isGiven()) {
                perhapsSettled.add(debt);
            } else if (answer.value().get(0) instanceof SettleResult.Done) {
                settled.add(debt);
            }
        }

        /** All that was given up goes back, what is leased comes free, and nothing is given up. */
        private void bringHome() {
            QueueSettings settings = rig.engine.find(Rig.QUEUE).orElseThrow().settings();
            rig.update(Rig.QUEUE, settings.withDeadLetter(new DeadLetterRule(DEAD, 1_000)));
            rig.pass(10_000);
            active().ifPresent(one ->
                    rig.ask((Answer<RedriveInfo> reply) ->
                            rig.engine.redrives().cancel(Caller.IN_PROCESS, one.id(), reply)));
            rig.ask((Answer<RedriveInfo> reply) ->
                    rig.engine
                            .redrives()
                            .start(Caller.IN_PROCESS, RedriveRequest.all(DEAD), reply));
            rig.pass(10_000);
            assertThat(rig.receiveFrom(DEAD, 1)).as("left dead, seed %d", seed).isEmpty();
        }

        private Map<Debt, Integer> drain() {
            Map<Debt, Integer> found = new HashMap<>();
            for (String reader : READERS) {
                List<Delivery> some = receive(reader, 10);
                while (!some.isEmpty()) {
                    for (Delivery delivery : some) {
                        found.merge(new Debt(reader, Rig.body(delivery)), 1, Integer::sum);
                        assertThat(rig.ack(delivery)).isEqualTo(new SettleResult.Done());
                    }
                    some = receive(reader, 10);
                }
            }
            return found;
        }
    }
}
