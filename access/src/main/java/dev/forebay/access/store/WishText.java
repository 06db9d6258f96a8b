package dev.forebay.access.store;

import dev.forebay.engine.Message;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.Position;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Replay;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.Send;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What was asked for by the names that the HTTP API has, each as a line for people. What messages
 * hold may be a secret, and is not shown.
 */
final class WishText {
    private WishText() {}

    static Map<String, String> of(Subscribe wish) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("from", place(wish.from()));
        filter(text, wish.filter());
        rate(text, wish.ratePerSecond());
        return text;
    }

    static Map<String, String> of(Replay wish) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("from", place(wish.from()));
        text.put("to", place(wish.to()));
        filter(text, wish.filter());
        rate(text, wish.ratePerSecond());
        switch (wish.into()) {
            case Replay.Target.Subscription into -> text.put("intoSubscription", into.name());
            case Replay.Target.Queue into -> text.put("intoQueue", into.name());
        }
        return text;
    }

    static Map<String, String> of(RedriveRequest wish) {
        Map<String, String> text = new LinkedHashMap<>();
        filter(text, wish.filter());
        if (!wish.ids().isEmpty()) {
            text.put("ids", wish.ids().size() + " messages");
        }
        wish.target().ifPresent(queue -> text.put("intoQueue", queue));
        if (!wish.edit().isEmpty()) {
            text.put("edit", edit(wish.edit()));
        }
        rate(text, wish.perSecond());
        return text;
    }

    static Map<String, String> of(Schedule schedule) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("queue", schedule.queue());
        text.put("when", schedule.when());
        text.put("zone", schedule.zone());
        text.put("missedRuns", SettingsText.word(schedule.missed()));
        text.put("mostCaughtUp", Integer.toString(schedule.mostCaughtUp()));
        text.put("enabled", Boolean.toString(schedule.isEnabled()));
        text.put("description", schedule.description());
        text.put("message", message(schedule.message().message()));
        Send send = schedule.message();
        if (send.delayMillis() != Send.QUEUE_DELAY) {
            text.put("delayMillis", Long.toString(send.delayMillis()));
        }
        if (send.expiryMillis() != Send.QUEUE_EXPIRY) {
            text.put("expiryMillis", Long.toString(send.expiryMillis()));
        }
        return text;
    }

    private static void filter(Map<String, String> text, MessageFilter filter) {
        if (!(filter instanceof MessageFilter.All)) {
            text.put("filter", FilterText.write(filter));
        }
    }

    private static void rate(Map<String, String> text, long perSecond) {
        if (perSecond > 0) {
            text.put("ratePerSecond", Long.toString(perSecond));
        }
    }

    private static String place(Position position) {
        return switch (position) {
            case Position.Beginning _ -> "beginning";
            case Position.Now _ -> "now";
            case Position.Offset at -> "offset " + at.offset();
            case Position.Time at -> Instant.ofEpochMilli(at.wallMillis()).toString();
        };
    }

    /** Which parts it changes. */
    private static String edit(MessageEdit edit) {
        List<String> parts = new ArrayList<>();
        edit.setHeaders().keySet().stream().sorted().forEach(name -> parts.add("set " + name));
        edit.removeHeaders().stream().sorted().forEach(name -> parts.add("remove " + name));
        if (edit.key().isPresent()) {
            parts.add("set the key");
        }
        if (edit.body().isPresent()) {
            parts.add("set the body");
        }
        return String.join(", ", parts);
    }

    /** Enough to see that it is another. */
    private static String message(Message message) {
        CRC32C checksum = new CRC32C();
        ByteBuffer key = message.key();
        if (key != null) {
            checksum.update(key.duplicate());
        }
        for (Header header : message.headers()) {
            checksum.update(header.name().getBytes(StandardCharsets.UTF_8));
            checksum.update(header.value().duplicate());
        }
        checksum.update(message.body().duplicate());
        return message.body().remaining()
                + " bytes, checksum "
                + String.format("%08x", checksum.getValue());
    }
}
