package dev.forebay.amqp;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks the engine for: one request at a time, for as many messages as it has credit
 * for. On the lane.
 *
 * @param <T> what comes
 */
final class Demand<T> {
    private final Source<T> source;
    private final Taker<T> taker;
    private @Nullable Request request;

    /** Where messages come from. */
    interface Source<T> {
        /** Asks for at most so many. */
        Waiting ask(int most, Reply<List<T>> reply);
    }

    /** Who gets what was asked for. */
    interface Taker<T> {
        void came(List<T> messages);

        /** They come for a request that was withdrawn while it was made: nobody wants them. */
        void cameTooLate(List<T> messages);

        void refused(Refusal refusal);
    }

    Demand(Source<T> source, Taker<T> taker) {
        this.source = source;
        this.taker = taker;
    }

    boolean isOpen() {
        return request != null;
    }

    void open(int credit) {
        Request opened = new Request(credit);
        request = opened;
        // May be answered, and others' answers may withdraw it, before this returns.
        opened.made(source.ask(credit, opened));
    }

    /** Whether it is for more than there is credit for by now. */
    boolean exceeds(int credit) {
        return request != null && request.credit > Math.max(0, credit);
    }

    void withdraw() {
        Request open = request;
        request = null;
        if (open != null) {
            open.withdraw();
        }
    }

    private final class Request implements Reply<List<T>> {
        private final int credit;
        private @Nullable Waiting waiting;
        private boolean withdrawn;

        Request(int credit) {
            this.credit = credit;
        }

        void made(Waiting made) {
            waiting = made;
            if (withdrawn) {
                made.cancel();
            }
        }

        void withdraw() {
            withdrawn = true;
            if (waiting != null) {
                waiting.cancel();
            }
        }

        @Override
        public void ok(List<T> messages) {
            if (withdrawn) {
                taker.cameTooLate(messages);
                return;
            }
            over();
            taker.came(messages);
        }

        @Override
        public void refused(Refusal refusal) {
            over();
            taker.refused(refusal);
        }

        private void over() {
            if (request == this) {
                request = null;
            }
        }
    }
}
