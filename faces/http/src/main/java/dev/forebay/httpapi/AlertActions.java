package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.access.store.Noting;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertBook;
import dev.forebay.httpapi.alerts.AlertOut;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.Optional;
import java.util.function.Predicate;

/** Alerts: what needs somebody, and what nobody is to be told of. */
final class AlertActions {
    private static final long HOUR = 3_600_000;
    private static final long LONGEST = 30 * 24 * HOUR;

    /** No alert has it. */
    private static final long NO_NUMBER = -1;

    private final Door door;
    private final AlertBook book;
    private final Noting noting;

    AlertActions(Door door, AlertBook book, Noting noting) {
        this.door = door;
        this.book = book;
        this.noting = noting;
    }

    void list(Call call, byte[] body, int length) {
        NumberPage page = NumberPage.of(call.query());
        Predicate<Alert> state = state(call.query().text("state", "lasting"));
        String queue = call.query().text("queue");
        door.onLane(
                call,
                () ->
                        call.json(out ->
                                page.descending(
                                        out,
                                        "alerts",
                                        book.all()
                                                .filter(state)
                                                .filter(one -> isAbout(one, queue))
                                                .filter(one -> maySee(call, one)),
                                        Alert::number,
                                        AlertOut::write)));
    }

    private static Predicate<Alert> state(String word) {
        return switch (word) {
            case "lasting" -> Alert::lasts;
            case "ended" -> alert -> !alert.lasts();
            case "all" -> _ -> true;
            default ->
                    throw ApiFailure.invalid("the query's parameter state", "lasting, ended, all");
        };
    }

    private static boolean isAbout(Alert alert, String queue) {
        return queue.isEmpty() || alert.queue().equals(queue);
    }

    private static boolean maySee(Call call, Alert alert) {
        return alert.queue().isEmpty()
                ? call.may(Operation.SEE_SERVER, "")
                : call.may(Operation.SEE_QUEUE, alert.queue());
    }

    void silence(Call call, byte[] body, int length) {
        long millis = length == 0 ? HOUR : Json.read(body, length, AlertActions::wish);
        door.onLane(call, () -> silence(call, door.clock().wall() + millis, "silence alert"));
    }

    private static long wish(JsonIn in) {
        long millis = HOUR;
        for (String member = in.nextName(); member != null; member = in.nextName()) {
            if (!member.equals("forMillis")) {
                throw in.unknown(member, "forMillis");
            }
            millis = in.number(member, 1, LONGEST);
        }
        return millis;
    }

    void unsilence(Call call, byte[] body, int length) {
        door.onLane(call, () -> silence(call, 0, "end silence"));
    }

    private void silence(Call call, long until, String deed) {
        Alert alert = existing(call);
        if (!book.silence(alert, until)) {
            throw new ApiFailure(
                    ProblemType.CONFLICT, "Too much is silenced already; end other silences.");
        }
        Alert now = book.find(alert.number()).orElse(alert);
        String target = (alert.kind().word() + " " + alert.queue()).strip();
        Reply<Alert> reply = call.reply(one -> call.json(out -> AlertOut.write(out, one)));
        noting.of(call.caller(), deed, target, reply).ok(now);
    }

    private Alert existing(Call call) {
        String named = call.part("alert");
        Optional<Alert> known = book.find(number(named));
        if (known.filter(alert -> alert.queue().isEmpty()).isPresent()) {
            call.require(Operation.OPERATE_SERVER, "");
        } else {
            // Whether there is one is not for everybody to know.
            call.require(call.route().operation(), known.map(Alert::queue).orElse(named));
        }
        return known.orElseThrow(() ->
                new ApiFailure(
                        ProblemType.NO_SUCH_THING,
                        "There is no such alert among those that last and the latest that ended."));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return NO_NUMBER;
        }
    }
}
