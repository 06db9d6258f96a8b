package dev.forebay.httpapi.alerts;

import dev.forebay.httpapi.codec.JsonOut;

/** Writes alerts as JSON, in answers as in what is sent elsewhere. */
public final class AlertOut {
    private AlertOut() {}

    /** As an object. */
    public static void write(JsonOut out, Alert alert) {
        out.begin();
        members(out, alert);
        out.end();
    }

    /** As members of the current object. */
    public static void members(JsonOut out, Alert alert) {
        out.field("number", alert.number());
        out.field("kind", alert.kind().word());
        out.field("severity", alert.severity().word());
        if (!alert.queue().isEmpty()) {
            out.field("queue", alert.queue());
        }
        out.time("beganAt", alert.beganAt());
        if (!alert.lasts()) {
            out.time("endedAt", alert.endedAt());
        }
        if (alert.silentUntil() > 0) {
            out.time("silentUntil", alert.silentUntil());
        }
        out.field("summary", alert.summary());
        out.field("action", alert.kind().action());
    }
}
