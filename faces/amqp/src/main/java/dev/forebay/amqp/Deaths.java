package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.engine.DeadLetter;
import dev.forebay.log.record.Header;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a message died, as the headers x-death, x-first-death-* and x-last-death-* tell: one entry
 * for each queue and reason, the latest first. It travels with the message apart from what its
 * sender wrote into its own headers.
 *
 * <p>Source: RabbitMQ's documentation of dead-letter exchanges.
 */
final class Deaths {
    static final String REJECTED = "rejected";
    static final String EXPIRED = "expired";
    static final String QUEUE_FULL = "maxlen";
    static final String ATTEMPTS = "delivery_limit";

    static final Deaths NONE = new Deaths(List.of(), Map.of());

    private static final String DEATHS = "x-death";
    private static final String FIRST = "x-first-death-";
    private static final String LAST = "x-last-death-";
    private static final List<String> TOLD = List.of("queue", "reason", "exchange");

    /** Of a longer life the oldest entries are left out, so that headers stay small. */
    private static final int MOST = 64;

    private final List<Entry> entries;

    /** The x-first-death headers. */
    private final Map<String, @Nullable Object> first;

    private Deaths(List<Entry> entries, Map<String, @Nullable Object> first) {
        this.entries = entries;
        this.first = first;
    }

    /**
     * Deaths in one queue for one reason.
     *
     * @param at wall-clock ms of the first of them
     * @param exchange where the message was published to before that
     * @param routingKeys by which it was
     * @param expiration the property of that name at the time, or null
     */
    record Entry(
            String queue,
            String reason,
            long count,
            long at,
            String exchange,
            List<String> routingKeys,
            @Nullable String expiration) {
        private boolean isLike(Entry other) {
            return queue.equals(other.queue) && reason.equals(other.reason);
        }

        private Entry once() {
            return new Entry(queue, reason, count + 1, at, exchange, routingKeys, expiration);
        }

        private Map<String, @Nullable Object> told() {
            Map<String, @Nullable Object> table = new LinkedHashMap<>();
            table.put("count", count);
            table.put("reason", reason);
            table.put("queue", queue);
            table.put("time", Date.from(Instant.ofEpochMilli(at)));
            table.put("exchange", exchange);
            table.put("routing-keys", routingKeys);
            if (expiration != null) {
                table.put("original-expiration", expiration);
            }
            return table;
        }

        private static Entry of(Map<?, ?> table) {
            List<String> keys = new ArrayList<>();
            if (table.get("routing-keys") instanceof List<?> all) {
                all.forEach(key -> keys.add(FieldValues.text(key)));
            }
            Object expiration = table.get("original-expiration");
            return new Entry(
                    FieldValues.text(table.get("queue")),
                    FieldValues.text(table.get("reason")),
                    table.get("count") instanceof Long count ? count : 1,
                    table.get("time") instanceof Date time ? time.toInstant().toEpochMilli() : 0,
                    FieldValues.text(table.get("exchange")),
                    List.copyOf(keys),
                    expiration == null ? null : FieldValues.text(expiration));
        }
    }

    /** Those that a message's header tells of. */
    static Deaths of(@Nullable Header header) {
        if (header == null) {
            return NONE;
        }
        Map<String, @Nullable Object> table =
                FieldTable.read(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(header.value())));
        List<Entry> entries = new ArrayList<>();
        if (table.remove(DEATHS) instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> entry) {
                    entries.add(Entry.of(entry));
                }
            }
        }
        return new Deaths(entries, table);
    }

    /** With one more, which is the latest. */
    Deaths with(Entry death) {
        List<Entry> more = new ArrayList<>();
        Entry latest = death;
        for (Entry entry : entries) {
            if (entry.isLike(death)) {
                latest = entry.once();
            } else if (more.size() < MOST - 1) {
                more.add(entry);
            }
        }
        more.addFirst(latest);
        return new Deaths(more, entries.isEmpty() ? told(FIRST, death) : first);
    }

    private static Map<String, @Nullable Object> told(String prefix, Entry entry) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        Map<String, @Nullable Object> all = entry.told();
        TOLD.forEach(name -> told.put(prefix + name, all.get(name)));
        return told;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The queue in which the message died last; null when it never did. */
    @Nullable String lastQueue() {
        return entries.isEmpty() ? null : entries.getFirst().queue();
    }

    /**
     * Whether a message that comes to this queue now goes round in a circle by itself: it died
     * there before, and nowhere since because a consumer rejected it.
     */
    boolean isCycleTo(String queue) {
        for (Entry entry : entries) {
            if (entry.reason().equals(REJECTED)) {
                return false;
            }
            if (entry.queue().equals(queue)) {
                return true;
            }
        }
        return false;
    }

    Header header() {
        Map<String, @Nullable Object> table = new LinkedHashMap<>(first);
        table.put(DEATHS, tables());
        return new Header(Names.DEATHS, ByteBuffer.wrap(FieldTable.write(table)));
    }

    private List<Map<String, @Nullable Object>> tables() {
        return entries.stream().map(Entry::told).toList();
    }

    /** Tells them to a consumer. */
    void tell(HeaderEdit edit) {
        if (entries.isEmpty()) {
            return;
        }
        edit.header(DEATHS, tables());
        first.forEach(edit::header);
        told(LAST, entries.getFirst()).forEach(edit::header);
    }

    /** The word that AMQP has for it. */
    static String reason(DeadLetter.Cause cause) {
        return switch (cause) {
            case ATTEMPTS -> ATTEMPTS;
            case REJECTED -> REJECTED;
            case EXPIRED -> EXPIRED;
            case QUEUE_FULL -> QUEUE_FULL;
        };
    }

    /** The same from the engine's reason, which is for people. */
    static String reason(String why) {
        if (why.startsWith("attempts")) {
            return ATTEMPTS;
        }
        return switch (why) {
            case "queue full" -> QUEUE_FULL;
            case "expired" -> EXPIRED;
            default -> REJECTED;
        };
    }
}
