package dev.forebay.httpapi;

import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.AuditLog;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Times;

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
        String since = call.query().text("since");
        long time = since.isEmpty() ? 0 : Times.read("the query's parameter since", since);
        long offset = Cursor.offset(call.query()).orElse(0);
        door.onLane(
                call,
                () -> {
                    long from = since.isEmpty() ? offset : Math.max(offset, audit.offsetAt(time));
                    audit.read(from, limit, call.reply(page -> call.json(out -> write(out, page))));
                });
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
            out.end();
        }
        out.endList();
        if (page.more()) {
            out.field("cursor", Cursor.of(Long.toString(page.next())));
        }
        out.end();
    }
}
