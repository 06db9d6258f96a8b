package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history told in short words, on a clock that moves only when told. */
final class Story {
    static final long LEASE = 1000;

    private long millis;
    private int leases;
    final History history = new History(() -> millis);
    final HistoryClient client = history.client("c");

    Story after(long passed) {
        millis += passed;
        return this;
    }

    Story send(String queue, long... ids) {
        for (long id : ids) {
            client.send(queue, id).ok();
        }
        return this;
    }

    Story sendKeyed(String queue, String key, long... ids) {
        for (long id : ids) {
            client.send(queue, id, key, null).ok();
        }
        return this;
    }

    SendCall deduplicated(String queue, long id, @Nullable String key, String deduplicationId) {
        return client.send(queue, id, key, deduplicationId);
    }

    Story receive(String queue, long... ids) {
        answer(client.receive(queue, LEASE), ids);
        return this;
    }

    Story receiveAt(long offset, String queue, long id) {
        Received received = new Received(id, "lease-" + leases++).at(new Place(0, offset));
        client.receive(queue, LEASE).ok(List.of(received));
        return this;
    }

    void answer(ReceiveCall call, long... ids) {
        List<Received> received = new ArrayList<>();
        for (long id : ids) {
            received.add(new Received(id, "lease-" + leases++));
        }
        call.ok(received);
    }

    Story settle(String queue, Settlement kind, long... ids) {
        for (long id : ids) {
            client.settle(queue, id, kind).ok();
        }
        return this;
    }

    Story ack(String queue, long... ids) {
        return settle(queue, new Settlement.Ack(), ids);
    }

    List<Rule> broken(Audit audit) {
        return HistoryChecker.check(history, audit).stream().map(Violation::rule).toList();
    }

    List<Rule> broken() {
        return broken(new Audit());
    }
}
