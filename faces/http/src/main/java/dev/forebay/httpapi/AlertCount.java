package dev.forebay.httpapi;

import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertBook;
import dev.forebay.httpapi.codec.JsonOut;
import java.util.List;

/**
 * How many alerts last, which tells clients when to ask for them.
 *
 * @param silent those of them of which nobody is to be told
 * @param leftOut what needs somebody too, beyond the bound of alerts
 * @param version another whenever anything has changed
 */
record AlertCount(int lasting, int silent, int leftOut, long version) {
    static final AlertCount NONE = new AlertCount(0, 0, 0, 0);

    static AlertCount of(AlertBook book, long wall) {
        return of(book.lasting().toList(), wall, book.leftOut(), book.version());
    }

    /** Of some, with a version that tells nothing of others. */
    static AlertCount ofSome(List<Alert> lasting, long wall) {
        return of(lasting, wall, 0, Integer.toUnsignedLong(lasting.hashCode()));
    }

    private static AlertCount of(List<Alert> lasting, long wall, int leftOut, long version) {
        long silent = lasting.stream().filter(alert -> alert.isSilent(wall)).count();
        return new AlertCount(lasting.size(), (int) silent, leftOut, version);
    }

    /** As a member of the current object. */
    void write(JsonOut out) {
        out.begin("alerts");
        out.field("lasting", lasting);
        out.field("silent", silent);
        out.field("leftOut", leftOut);
        out.field("version", version);
        out.end();
    }
}
