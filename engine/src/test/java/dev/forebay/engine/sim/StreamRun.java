package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursor;
import dev.forebay.engine.Message;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.ReadMessage;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Waiting;
import dev.forebay.testkit.sim.SimScheduler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One seed's life of a stream: sends, readers, time that lets go of messages, crashes. What was
 * answered is read, at its offset, in order and once, for as long as its retention says; what was
 * not answered is read or not; nothing else is.
 */
final class StreamRun {
    private static final String STREAM = "log";
    private static final int STEPS = 60;
    private static final int LOOK_MILLIS = 61_000;
    private static final long[] AGES = {Long.MAX_VALUE, 30_000, 600_000};
    private static final List<Step.Death> DEATHS = List.of(Step.Death.values());

    private final long seed;
    private final Random random;
    private final SimScheduler scheduler;
    private final SimClock clock;
    private final EmbeddedMachine machine;
    private final long age;
    private final Set<String> sent = new HashSet<>();
    private final TreeMap<Long, Answered> answered = new TreeMap<>();
    private final List<Tail> tails = new ArrayList<>();
    private Queues queues;
    private int count;

    /** What is known of a message since its send was answered. */
    private record Answered(String body, long wall) {}

    StreamRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.scheduler = new SimScheduler(seed);
        this.clock = new SimClock(scheduler);
        this.machine = new EmbeddedMachine(EngineSetup.of(seed, EngineFlaw.NONE));
        this.age = AGES[random.nextInt(AGES.length)];
        this.queues = machine.boot(scheduler, clock);
    }

    /** Plays it all; returns the offset below which retention has let go of everything. */
    long play() {
        QueueSettings settings =
                QueueSettings.defaults()
                        .withKind(QueueKind.STREAM)
                        .withRetentionMillis(age)
                        .withRetentionBytes(Long.MAX_VALUE);
        this.<QueueInfo>ask(
                reply -> queues.create(Caller.IN_PROCESS, STREAM, settings, Map.of(), reply));
        for (int i = 0; i < STEPS; i++) {
            step();
            machine.check();
        }
        settle();
        verify();
        return queues.cursors().first(STREAM).orElseThrow();
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0 -> die();
            case 1 -> World.pass(scheduler, random.nextInt(3 * LOOK_MILLIS));
            case 2, 3 -> follow();
            case 4 -> {
                settle();
                verify();
            }
            default -> send(1 + random.nextInt(20));
        }
        if (random.nextBoolean()) {
            World.pass(scheduler, random.nextInt(20));
        }
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            String text = "m" + count++ + "-".repeat(random.nextInt(300));
            sent.add(text);
            ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            Send send = new Send(new Message(null, List.of(), body), Send.QUEUE_DELAY, null);
            queues.lane().execute(() -> queues.send(Caller.IN_PROCESS, STREAM, send, noting(text)));
        }
    }

    private Reply<SendResult.Sent> noting(String text) {
        return new Reply<>() {
            @Override
            public void ok(SendResult.Sent value) {
                answered.put(value.offset(), new Answered(text, clock.wall()));
            }

            @Override
            public void refused(Refusal refusal) {
                require(refusal instanceof Refusal.ShuttingDown, "refused only by a stop");
                sent.remove(text);
            }
        };
    }

    /** One more reader, which reads on whenever something comes. */
    private void follow() {
        long end = queues.cursors().end(STREAM).orElse(0);
        Position from =
                random.nextBoolean()
                        ? new Position.Offset(random.nextInt((int) end + 1))
                        : new Position.Now();
        Cursor cursor = ask(reply -> queues.cursors().open(STREAM, from, reply));
        Tail tail = new Tail(cursor, 1 + random.nextInt(9));
        tails.add(tail);
        queues.lane().execute(tail::readOn);
    }

    private void die() {
        Step.Death death = DEATHS.get(random.nextInt(DEATHS.size()));
        if (death == Step.Death.STOP) {
            machine.stop();
        }
        scheduler.abandon();
        tails.clear();
        machine.die(death, random.nextLong());
        queues = machine.boot(scheduler, clock);
    }

    private void settle() {
        World.pass(scheduler, 1_000);
    }

    private void verify() {
        List<ReadMessage> all = readAll();
        long first = queues.cursors().first(STREAM).orElseThrow();
        Map<Long, String> found = new TreeMap<>();
        Set<String> bodies = new HashSet<>();
        long last = -1;
        for (ReadMessage read : all) {
            String text = text(read);
            require(read.offset() > last, "offsets grow");
            require(sent.contains(text), "nothing is read that was not sent");
            require(bodies.add(text), "nothing is read twice");
            found.put(read.offset(), text);
            last = read.offset();
        }
        answered.forEach((offset, known) -> {
            boolean young = age == Long.MAX_VALUE || clock.wall() - known.wall() < age;
            require(!young || offset >= first, "what is young is kept");
            require(
                    offset < first || known.body().equals(found.get(offset)),
                    "what was answered is at its offset");
        });
        for (Tail tail : tails) {
            require(tail.isTrue(found, first), "a reader that follows sees the same");
        }
    }

    private List<ReadMessage> readAll() {
        Cursor cursor =
                ask(reply -> queues.cursors().open(STREAM, new Position.Beginning(), reply));
        List<ReadMessage> all = new ArrayList<>();
        while (cursor.position() < queues.cursors().end(STREAM).orElseThrow()) {
            all.addAll(
                    this.<List<ReadMessage>>ask(
                            reply -> cursor.read(1 + random.nextInt(50), 1_000, reply)));
        }
        cursor.close();
        return all;
    }

    private static String text(ReadMessage read) {
        return StandardCharsets.UTF_8.decode(read.message().body().duplicate()).toString();
    }

    private void require(boolean held, String what) {
        if (!held) {
            throw new SimulationFailure("seed " + seed + ": not so: " + what);
        }
    }

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
                                        throw new SimulationFailure("refused: " + refusal);
                                    }
                                }));
        for (int i = 0; answers.isEmpty() && i < 1_000; i++) {
            World.pass(scheduler, 5);
        }
        require(!answers.isEmpty(), "a command is answered");
        return answers.getFirst();
    }

    /** A reader that reads on and on. */
    private static final class Tail implements Reply<List<ReadMessage>> {
        private final Cursor cursor;
        private final int most;
        private final TreeMap<Long, String> seen = new TreeMap<>();
        private boolean twice;

        Tail(Cursor cursor, int most) {
            this.cursor = cursor;
            this.most = most;
        }

        void readOn() {
            Waiting unused = cursor.read(most, 1 << 20, this);
        }

        @Override
        public void ok(List<ReadMessage> messages) {
            for (ReadMessage read : messages) {
                boolean behind = !seen.isEmpty() && seen.lastKey() >= read.offset();
                twice |= behind || seen.put(read.offset(), text(read)) != null;
            }
            if (!messages.isEmpty()) {
                readOn();
            }
        }

        @Override
        public void refused(Refusal refusal) {
            throw new SimulationFailure("a read was refused: " + refusal);
        }

        /** Whether it saw all that there is from its first message on, and nothing else. */
        boolean isTrue(Map<Long, String> all, long kept) {
            long from = seen.isEmpty() ? cursor.position() : seen.firstKey();
            boolean complete =
                    all.entrySet().stream()
                            .filter(each -> each.getKey() >= from)
                            .allMatch(each -> each.getValue().equals(seen.get(each.getKey())));
            return !twice
                    && complete
                    && seen.keySet().stream()
                            .allMatch(offset -> offset < kept || all.containsKey(offset));
        }
    }
}
