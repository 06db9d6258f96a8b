package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import java.util.Arrays;
import java.util.List;

/** A send that is answered once each of its messages has its end. */
interface SendCall {
    /** For messages that the engine moves itself. */
    SendCall NOBODY = (index, result) -> {};

    void done(int index, SendResult result);

    /** A send of one message. */
    record One(Reply<SendResult.Sent> reply) implements SendCall {
        @Override
        public void done(int index, SendResult result) {
            switch (result) {
                case SendResult.Sent sent -> reply.ok(sent);
                case SendResult.Refused refused -> reply.refused(refused.refusal());
            }
        }
    }

    /** A send of several. */
    final class Many implements SendCall {
        private final Reply<List<SendResult>> reply;
        private static final SendResult LOST = new SendResult.Refused(new Refusal.ShuttingDown());

        private final SendResult[] results;
        private int left;

        Many(int messages, Reply<List<SendResult>> reply) {
            this.reply = reply;
            this.results = new SendResult[messages];
            this.left = messages;
            Arrays.fill(results, LOST);
        }

        @Override
        public void done(int index, SendResult result) {
            results[index] = result;
            if (--left == 0) {
                reply.ok(Arrays.asList(results));
            }
        }
    }
}
