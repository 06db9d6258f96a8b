package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SettleResult;
import java.util.Arrays;
import java.util.List;

/**
 * Settlements that are answered together once all are decided and on disk. Even one that changes
 * nothing waits for what was decided before it: its answer must not be undone by a crash.
 */
final class SettleCall implements Durable {
    static final SettleResult DONE = new SettleResult.Done();
    private static final SettleResult UNDECIDED = new SettleResult.Unknown();

    private final Reply<List<SettleResult>> reply;
    private final SettleResult[] results;
    private int left = 1;

    SettleCall(int settlements, Reply<List<SettleResult>> reply) {
        this.results = new SettleResult[settlements];
        this.reply = reply;
        Arrays.fill(results, UNDECIDED);
    }

    void decided(int index, SettleResult result) {
        results[index] = result;
    }

    /** For a result that needs more than this turn: done once the returned one is durable. */
    Durable later(int index) {
        left++;
        return new Durable() {
            @Override
            public void durable() {
                decided(index, DONE);
                end();
            }

            @Override
            public void lost(Refusal refusal) {
                decided(index, new SettleResult.Refused(refusal));
                end();
            }
        };
    }

    @Override
    public void durable() {
        end();
    }

    @Override
    public void lost(Refusal refusal) {
        // Those that need more than this turn are decided again before the answer goes out.
        Arrays.fill(results, new SettleResult.Refused(refusal));
        end();
    }

    private void end() {
        if (--left == 0) {
            reply.ok(Arrays.asList(results));
        }
    }
}
