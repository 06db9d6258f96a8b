package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An atomic change that is answered once each of its messages, and its acks, have their end. */
final class ChangeCall implements SendCall, Durable {
    private final Reply<List<SendResult.Sent>> reply;
    private final SendResult.@Nullable Sent[] results;
    private List<Outgoing> riding = List.of();
    private @Nullable Refusal refusal;
    private int left;

    ChangeCall(int sends, Reply<List<SendResult.Sent>> reply) {
        this.results = new SendResult.@Nullable Sent[sends];
        this.reply = reply;
        this.left = sends + 1;
    }

    /** These batches end with the journal's append. */
    void rides(List<Outgoing> batches) {
        riding = batches;
    }

    @Override
    public void done(int index, SendResult result) {
        switch (result) {
            case SendResult.Sent sent -> results[index] = sent;
            case SendResult.Refused refused -> refusal = refused.refusal();
        }
        end();
    }

    @Override
    public void durable() {
        end();
    }

    @Override
    public void lost(Refusal why) {
        refusal = why;
        riding.forEach(batch -> batch.refused(new SendResult.Refused(why)));
        end();
    }

    private void end() {
        if (--left > 0) {
            return;
        }
        Refusal why = refusal;
        if (why != null) {
            reply.refused(why);
            return;
        }
        List<SendResult.Sent> all = new ArrayList<>(results.length);
        for (SendResult.Sent sent : results) {
            if (sent != null) {
                all.add(sent);
            }
        }
        reply.ok(all);
    }
}
