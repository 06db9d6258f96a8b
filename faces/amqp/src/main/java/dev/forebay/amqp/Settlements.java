package dev.forebay.amqp;

import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a channel settles: gathered in one turn, then given to the engine. AMQP answers no settle,
 * but an answer to any later method of the channel waits until all before it are on disk.
 */
final class Settlements {
    private final AmqpChannel channel;
    private final Map<String, List<Settlement>> gathered = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int underWay;

    Settlements(AmqpChannel channel) {
        this.channel = channel;
    }

    void add(String queue, Settlement settlement) {
        gathered.computeIfAbsent(queue, _ -> new ArrayList<>()).add(settlement);
        channel.connection().dirty(channel);
    }

    /** Gives to the engine what was gathered. */
    void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        Map<String, List<Settlement>> now = new LinkedHashMap<>(gathered);
        gathered.clear();
        Queues queues = channel.broker().queues();
        now.forEach((queue, settlements) -> {
            underWay++;
            queues.settle(channel.connection().caller(), queue, settlements, new Ending());
        });
    }

    /** Runs this when all that was settled before has ended: at once, when it has. */
    void whenIdle(Runnable then) {
        flush();
        if (underWay == 0) {
            then.run();
        } else {
            waiting.add(then);
        }
    }

    private void ended() {
        underWay--;
        if (underWay == 0 && !waiting.isEmpty()) {
            List<Runnable> now = List.copyOf(waiting);
            waiting.clear();
            now.forEach(Runnable::run);
        }
    }

    private final class Ending implements Reply<List<SettleResult>> {
        @Override
        public void ok(List<SettleResult> results) {
            for (SettleResult result : results) {
                // Leases that have ended come back; whoever holds them now settles them.
                if (result instanceof SettleResult.Refused refused) {
                    channel.fail(Refusals.failure(refused.refusal()).fault());
                    break;
                }
            }
            ended();
        }

        @Override
        public void refused(Refusal refusal) {
            // A queue that was deleted meanwhile took its messages along.
            if (!(refusal instanceof Refusal.NoSuchQueue)) {
                channel.fail(Refusals.failure(refusal).fault());
            }
            ended();
        }
    }
}
