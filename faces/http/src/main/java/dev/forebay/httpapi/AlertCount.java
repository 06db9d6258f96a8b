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
        List<Alert> lasting = book.lasting().toList();
        long silent = lasting.stream().filter(alert -> alert.isSilent(wall)).count();
        return new AlertCount(lasting.size(), (int) silent, book.leftOut(), book.version());
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
