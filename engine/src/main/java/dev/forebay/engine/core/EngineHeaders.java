package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Priority;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.Send;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Headers that the engine writes into records, beside the sender's. */
final class EngineHeaders {
    /** Engine time of the batch, on its first record; with the number of who sent that. */
    static final String TIME = "forebay-time";

    /** Engine time before which the message is not delivered. */
    static final String DUE = "forebay-due";

    /** Engine time from which the message is not delivered any more. */
    static final String DEADLINE = "forebay-deadline";

    /** Number of the caller that sent it, where that is another than of the record before. */
    static final String FROM = "forebay-from";

    /**
     * Who sent a scheduled message, in full: by its time no journal may tell of numbers any more.
     */
    static final String SENDER = "forebay-sender";

    /** Where a scheduled message stands among its queue's: when it is due, and its number. */
    static final String PLACE = "forebay-place";

    /** Number of the only subscription that the message is for; of all when there is none. */
    static final String READER = "forebay-reader";

    static final String DEDUPLICATION = "forebay-deduplication-id";

    /** Wall-clock time of the original send, where the message moved. */
    static final String SENT = "forebay-sent";

    /** Identity of a message that moved. */
    static final String ID = "forebay-id";

    static final String SOURCE = "forebay-dead-letter-source";

    /** The named subscription of that queue that gave it up; none where it was {@code work}. */
    static final String SUBSCRIPTION = "forebay-dead-letter-subscription";

    static final String REASON = "forebay-dead-letter-reason";
    static final String ATTEMPTS = "forebay-dead-letter-attempts";

    /** The last reasons of failed attempts, the oldest first, a line each. */
    static final String FAILURES = "forebay-dead-letter-failures";

    static final String FIRST_LEASED = "forebay-dead-letter-first-leased";

    /** The message as its sender made it, where a redrive changed it. */
    static final String ORIGINAL = "forebay-original";

    static final String PREFIX = "forebay-";
    private static final Set<String> OWN =
            Set.of(
                    TIME,
                    FROM,
                    SENDER,
                    DUE,
                    DEADLINE,
                    PLACE,
                    DEDUPLICATION,
                    SENT,
                    ORIGINAL,
                    ID,
                    SOURCE,
                    SUBSCRIPTION,
                    READER,
                    REASON,
                    ATTEMPTS,
                    FAILURES,
                    FIRST_LEASED,
                    Send.EXPIRY_HEADER,
                    MessageHistory.HEADER);

    private EngineHeaders() {}

    /** Whether consumers do not see it. */
    static boolean hidden(String name) {
        return switch (name) {
            case TIME, FROM, SENDER, DUE, DEADLINE, PLACE, READER, DEDUPLICATION, SENT, ORIGINAL ->
                    true;
            default -> false;
        };
    }

    static Header number(String name, long value) {
        return new Header(name, ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }

    static long number(Header header) {
        ByteBuffer value = header.value();
        if (value.remaining() != Long.BYTES) {
            throw new IllegalStateException(header.name() + " has " + value.remaining() + " bytes");
        }
        return value.getLong(value.position());
    }

    static Header text(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Header header) {
        return StandardCharsets.UTF_8.decode(header.value().duplicate()).toString();
    }

    static Header id(MessageId id) {
        ByteBuffer value = ByteBuffer.allocate(2 * Long.BYTES);
        value.putLong(0, id.high()).putLong(Long.BYTES, id.low());
        return new Header(ID, value);
    }

    static Header sender(Caller caller) {
        ByteSink sink = new ByteSink(64);
        JournalWriter.caller(sink, caller);
        return new Header(SENDER, sink.copy());
    }

    static Caller sender(Header header) {
        return JournalReader.caller(new ByteSource(header.value()));
    }

    static Header place(LaterPlace place) {
        ByteBuffer value = ByteBuffer.allocate(2 * Long.BYTES);
        value.putLong(0, place.due()).putLong(Long.BYTES, place.number());
        return new Header(PLACE, value);
    }

    static LaterPlace place(Header header) {
        ByteBuffer value = header.value();
        return new LaterPlace(
                value.getLong(value.position()), value.getLong(value.position() + Long.BYTES));
    }

    static MessageId id(Header header) {
        ByteBuffer value = header.value();
        return new MessageId(
                value.getLong(value.position()), value.getLong(value.position() + Long.BYTES));
    }

    /** Engine time of a batch, and who sent its first message. */
    static Header timed(long time, long from) {
        ByteBuffer value = ByteBuffer.allocate(2 * Long.BYTES);
        value.putLong(0, time).putLong(Long.BYTES, from);
        return new Header(TIME, value);
    }

    /** The sender that a batch's time came with, or {@code other} when it came alone. */
    static long fromOf(Header timed, long other) {
        ByteBuffer value = timed.value();
        return value.remaining() == 2 * Long.BYTES
                ? value.getLong(value.position() + Long.BYTES)
                : other;
    }

    /** The time of a batch. */
    static long timeOf(Header timed) {
        ByteBuffer value = timed.value();
        int bytes = value.remaining();
        if (bytes != Long.BYTES && bytes != 2 * Long.BYTES) {
            throw new IllegalStateException(timed.name() + " has " + bytes + " bytes");
        }
        return value.getLong(value.position());
    }

    /** The sender's headers without any that only the engine may write. */
    static List<Header> senders(List<Header> headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (OWN.contains(headers.get(i).name())) {
                List<Header> kept = new ArrayList<>(headers);
                kept.removeIf(header -> OWN.contains(header.name()));
                return kept;
            }
        }
        return headers;
    }

    /** What a client sends, without anything that only the engine may write. */
    static List<Header> sent(List<Header> headers) {
        List<Header> kept = senders(headers);
        for (int i = 0; i < kept.size(); i++) {
            if (ofSchedule(kept.get(i).name())) {
                List<Header> others = new ArrayList<>(kept);
                others.removeIf(header -> ofSchedule(header.name()));
                return others;
            }
        }
        return kept;
    }

    /** Whether it tells of the schedule that a message came from, which moves with it. */
    private static boolean ofSchedule(String name) {
        return name.startsWith(Schedule.NAME_HEADER);
    }

    /** What is wrong with a retry rule or a priority that a sender gave, or null. */
    static @Nullable Refusal wrong(List<Header> headers) {
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            Refusal wrong =
                    switch (header.name()) {
                        case RetryRule.HEADER -> wrongRetry(header);
                        case Priority.HEADER -> wrongPriority(header);
                        default -> null;
                    };
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable Refusal wrongRetry(Header header) {
        String text = text(header);
        Optional<RetryRule> rule = RetryText.parse(text);
        return rule.isPresent()
                ? SettingsCheck.retry(rule.get()).orElse(null)
                : new Refusal.InvalidSetting(RetryRule.HEADER, text, RetryText.FORM);
    }

    private static @Nullable Refusal wrongPriority(Header header) {
        return Priority.isValid(header)
                ? null
                : new Refusal.InvalidSetting(
                        Priority.HEADER, text(header), Priority.LOWEST + " to " + Priority.HIGHEST);
    }

    /** Bytes that count against limits: the body and the headers. */
    static int size(Message message) {
        return message.body().remaining() + size(message.headers());
    }

    static int size(List<Header> headers) {
        int size = 0;
        for (int i = 0; i < headers.size(); i++) {
            size += size(headers.get(i));
        }
        return size;
    }

    static int size(Header header) {
        return header.name().length() + header.value().remaining();
    }
}
