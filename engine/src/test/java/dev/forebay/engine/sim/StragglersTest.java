package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.testkit.crash.CrashScenario;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.sim.SimScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The point of compaction: in a queue that flows, one message in each segment that is not settled
 * for long keeps itself on disk and not its segment, and is there as before, also after kill -9.
 */
class StragglersTest {
    private static final String QUEUE = "orders";
    private static final int MESSAGES = 1_200;
    private static final int EVERY = 60;
    private static final int BODY_BYTES = 200;
    private static final long LEASE_MILLIS = 3_600_000;
    private static final long SEVERAL_LOOKS = 300_000;
    private static final QueueSettings SETTINGS =
            QueueSettings.defaults()
                    .withRetentionMillis(5_000)
                    .withLeaseMillis(LEASE_MILLIS)
                    .withExpiryMillis(Script.NO_EXPIRY);

    private final SimScheduler scheduler = new SimScheduler(5);
    private final SimClock clock = new SimClock(scheduler);
    private final EmbeddedMachine machine =
            new EmbeddedMachine(
                    new EngineSetup(
                            4,
                            EngineLimits.defaults().withSnapshots(200, 64 << 10),
                            0,
                            false,
                            EngineFlaw.NONE));
    private final List<Delivery> stragglers = new ArrayList<>();
    private Queues queues = machine.boot(scheduler, clock);

    private <T> T ask(Consumer<Reply<T>> command) {
        List<T> answers = new ArrayList<>();
        queues.lane()
                .execute(() ->
                        command.accept(
                                new Reply<>() {
                                    @Override
                                    public void ok(T answer) {
                                        answers.add(answer);
                                    }

                                    @Override
                                    public void refused(Refusal refusal) {
                                        throw new AssertionError(refusal);
                                    }
                                }));
        for (int i = 0; answers.isEmpty() && i < 1_000; i++) {
            World.pass(scheduler, 5);
        }
        return answers.getFirst();
    }

    private void flow() {
        for (int i = 0; i < MESSAGES; i++) {
            String text = "m" + i + "-";
            ByteBuffer body =
                    ByteBuffer.wrap(text.repeat(BODY_BYTES / 5).getBytes(StandardCharsets.UTF_8));
            Send send = new Send(new Message(null, List.of(), body), Send.QUEUE_DELAY, null);
            this.<SendResult.Sent>ask(reply -> queues.send(Caller.IN_PROCESS, QUEUE, send, reply));
            Delivery delivery = receive(1).getFirst();
            if (i % EVERY == EVERY / 2) {
                stragglers.add(delivery);
            } else {
                settle(new Settlement.Ack(delivery.lease()));
            }
        }
    }

    private List<Delivery> receive(int most) {
        Receive receive = new Receive(most, Receive.QUEUE_DEFAULT, 0, null);
        return ask(reply -> queues.receive(Caller.IN_PROCESS, QUEUE, receive, reply));
    }

    private void settle(Settlement settlement) {
        List<SettleResult> results =
                ask(reply -> queues.settle(Caller.IN_PROCESS, QUEUE, List.of(settlement), reply));
        assertThat(results).containsExactly(new SettleResult.Done());
    }

    private List<MessageId> unsettled() {
        List<MessageId> found = new ArrayList<>();
        Browse browse = Browse.everything(50);
        for (boolean more = true; more; ) {
            Browse next = browse;
            BrowsePage page =
                    ask(reply -> queues.messages().browse(Caller.IN_PROCESS, QUEUE, next, reply));
            page.messages().stream()
                    .filter(each -> each.state() == MessageState.LEASED)
                    .forEach(each -> found.add(each.id()));
            more = page.next().isPresent();
            browse = more ? browse.from(page.next().getAsLong()) : browse;
        }
        return found;
    }

    @Test
    void disk_follows_the_stragglers_which_are_delivered_browsed_and_traced_as_before() {
        this.<QueueInfo>ask(
                reply -> queues.create(Caller.IN_PROCESS, QUEUE, SETTINGS, Map.of(), reply));
        flow();
        long messages = machine.messageBytes();
        long disk = machine.usedBytes();
        World.pass(scheduler, SEVERAL_LOOKS);
        long kept = machine.messageBytes();
        System.out.printf(
                "%d stragglers of %d: their queue takes %d bytes and then %d, the disk %d and %d%n",
                stragglers.size(), MESSAGES, messages, kept, disk, machine.usedBytes());
        assertThat(kept).isLessThan(messages / 5);
        assertThat(machine.usedBytes()).isLessThan(disk - (messages - kept) * 9 / 10);
        checkStragglers();

        scheduler.abandon();
        machine.die(Step.Death.KILL, 1);
        queues = machine.boot(scheduler, clock);
        checkStragglers();
        stragglers.forEach(each -> settle(new Settlement.Release(each.lease(), 0)));
        List<MessageId> again = new ArrayList<>();
        for (List<Delivery> some = receive(10); !some.isEmpty(); some = receive(10)) {
            some.forEach(each -> again.add(each.id()));
            some.forEach(each -> settle(new Settlement.Ack(each.lease())));
        }
        assertThat(again)
                .containsExactlyInAnyOrderElementsOf(
                        stragglers.stream().map(Delivery::id).toList());
        machine.check();
    }

    private void checkStragglers() {
        List<MessageId> ids = stragglers.stream().map(Delivery::id).toList();
        assertThat(unsettled()).containsExactlyElementsOf(ids);
        for (MessageId id : ids) {
            Timeline timeline =
                    ask(reply -> queues.messages().timeline(Caller.IN_PROCESS, id, reply));
            assertThat(timeline.coverage()).isEqualTo(Timeline.Coverage.WHOLE);
            assertThat(timeline.events()).hasSize(2);
        }
    }

    /** Else the crash explorer would look at a story in which nothing happens. */
    @Test
    void the_story_of_compaction_has_one() throws IOException {
        EngineStory story =
                EngineStories.all().stream()
                        .filter(each -> each.name().equals("engine-compaction"))
                        .findFirst()
                        .orElseThrow();
        SimDisk disk = new SimDisk();
        CrashScenario scenario = story.scenario();
        scenario.prepare(disk);
        scenario.begin().play(disk);
        assertThat(disk.atRest().files())
                .anyMatch(file -> file.matches("segments/.*\\.[0-9]+\\.log"));
    }
}
