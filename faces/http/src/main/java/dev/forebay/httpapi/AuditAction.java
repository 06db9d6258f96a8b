package dev.forebay.httpapi;

import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.AuditFilter;
import dev.forebay.access.store.AuditLog;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Times;
import dev.forebay.httpapi.codec.Words;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The audit log, in pages from the oldest on. */
final class AuditAction {
    private final Door door;
    private final AuditLog audit;

    AuditAction(Door door, AuditLog audit) {
        this.door = door;
        this.audit = audit;
    }

    void show(Call call, byte[] body, int length) {
        int limit = (int) call.query().number("limit", 1, Cursor.LARGEST_PAGE, Cursor.PAGE);
        AuditFilter filter = filter(call.query());
        OptionalLong cursor = Cursor.offset(call.query());
        door.onLane(
                call,
                () -> {
                    long from =
                            cursor.orElseGet(() ->
                                    filter.from() == Long.MIN_VALUE
                                            ? 0
                                            : audit.offsetAt(filter.from()));
                    audit.read(
                            from,
                            limit,
                            filter,
                            call.reply(page -> call.json(out -> write(out, page))));
                });
    }

    private static AuditFilter filter(Query query) {
        String outcome = query.text("outcome");
        return new AuditFilter(
                query.text("user", "*"),
                query.text("action", "*"),
                query.text("target", "*"),
                outcome.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Words.read(AuditEntry.Outcome.class, "outcome", outcome)),
                time(query, "from", Long.MIN_VALUE),
                time(query, "to", Long.MAX_VALUE));
    }

    private static long time(Query query, String name, long unnamed) {
        String text = query.text(name);
        return text.isEmpty() ? unnamed : Times.read("the query's parameter " + name, text);
    }

    private static void changes(JsonOut out, List<AuditEntry.Difference> changes) {
        out.beginList("changes");
        for (AuditEntry.Difference change : changes) {
            out.begin();
            out.field("what", change.what());
            out.field("before", change.before());
            out.field("after", change.after());
            out.end();
        }
        out.endList();
    }

    private static void write(JsonOut out, AuditLog.Page page) {
        out.begin();
        out.beginList("entries");
        for (AuditEntry entry : page.entries()) {
            out.begin();
            out.time("at", entry.at());
            out.field("user", entry.user());
            out.field("address", entry.address());
            out.field("face", entry.face());
            out.field("action", entry.action());
            out.field("target", entry.target());
            out.field("outcome", entry.outcome().word());
            out.field("detail", entry.detail());
            if (!entry.changes().isEmpty()) {
                changes(out, entry.changes());
            }
            out.end();
        }
        out.endList();
        if (page.more()) {
            out.field("cursor", Cursor.of(Long.toString(page.next())));
        }
        out.end();
    }
}
