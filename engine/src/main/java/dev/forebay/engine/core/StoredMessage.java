package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record of a message stream says, taken apart. One is used again and again. */
final class StoredMessage {
    /** The sender is that of the record before in the batch. */
    static final long AS_BEFORE = -1;

    private List<Header> headers = List.of();
    private long time;
    private long from;
    private long due;
    private long deadline;
    private int priority;
    private long sentAt;
    private @Nullable String deduplicationId;
    private @Nullable String source;
    private @Nullable String sourceSubscription;
    private int reader;
    private @Nullable RetryRule retry;
    private @Nullable ByteBuffer reason;
    private @Nullable ByteBuffer lastAttempts;
    private @Nullable Header original;
    private @Nullable Header sender;
    private @Nullable MessageId movedId;
    private @Nullable LaterPlace place;
    private @Nullable Message message;
    private int size;

    /** Reads everything but key and body. */
    void readHeaders(RecordBatchReader reader) {
        time = 0;
        from = AS_BEFORE;
        due = 0;
        deadline = 0;
        priority = Priority.USUAL;
        sentAt = reader.timestamp();
        deduplicationId = null;
        source = null;
        sourceSubscription = null;
        this.reader = Subscription.EACH;
        retry = null;
        reason = null;
        lastAttempts = null;
        original = null;
        sender = null;
        movedId = null;
        place = null;
        message = null;
        size = reader.valueBytes();
        headers = List.of();
        if (reader.headerCount() > 0) {
            sort(reader.headers());
        }
    }

    void read(RecordBatchReader reader) {
        readHeaders(reader);
        message = new Message(reader.key(), headers, reader.value());
    }

    private void sort(List<Header> all) {
        List<Header> visible = null;
        for (int i = 0; i < all.size(); i++) {
            Header header = all.get(i);
            String name = header.name();
            if (name.startsWith(EngineHeaders.PREFIX)) {
                take(name, header);
                if (EngineHeaders.hidden(name)) {
                    if (visible == null && all.size() > 1) {
                        visible = new ArrayList<>(all.subList(0, i));
                    }
                    continue;
                }
            }
            size += EngineHeaders.size(header);
            if (visible != null) {
                visible.add(header);
            }
        }
        if (visible != null) {
            headers = visible;
        } else if (all.size() > 1 || !EngineHeaders.hidden(all.get(0).name())) {
            headers = all;
        }
    }

    private void take(String name, Header header) {
        switch (name) {
            case EngineHeaders.TIME -> {
                time = EngineHeaders.timeOf(header);
                from = EngineHeaders.fromOf(header, from);
            }
            case EngineHeaders.FROM -> from = EngineHeaders.number(header);
            case EngineHeaders.DUE -> due = EngineHeaders.number(header);
            case EngineHeaders.DEADLINE -> deadline = EngineHeaders.number(header);
            case EngineHeaders.PLACE -> place = EngineHeaders.place(header);
            case EngineHeaders.SENT -> sentAt = EngineHeaders.number(header);
            case EngineHeaders.DEDUPLICATION -> deduplicationId = EngineHeaders.text(header);
            case EngineHeaders.REASON -> reason = header.value();
            case EngineHeaders.ATTEMPTS -> lastAttempts = header.value();
            case EngineHeaders.ORIGINAL -> original = header;
            case EngineHeaders.SUBSCRIPTION -> sourceSubscription = EngineHeaders.text(header);
            case EngineHeaders.READER -> reader = (int) EngineHeaders.number(header);
            case EngineHeaders.SENDER -> sender = header;
            case EngineHeaders.SOURCE -> source = EngineHeaders.text(header);
            case RetryRule.HEADER ->
                    retry = RetryText.parse(EngineHeaders.text(header)).orElse(null);
            case Priority.HEADER -> priority = Priority.of(header);
            case EngineHeaders.ID -> movedId = EngineHeaders.id(header);
            default -> {}
        }
    }

    Message message() {
        Message read = message;
        if (read == null) {
            throw new IllegalStateException("only the headers were read");
        }
        return read;
    }

    /** Engine time of the batch; 0 unless this is its first record. */
    long time() {
        return time;
    }

    /** Number of the caller that sent it, or {@link #AS_BEFORE}. */
    long from() {
        return from;
    }

    /** Engine time at which the message's delay ends; 0 for no delay. */
    long due() {
        return due;
    }

    /** Engine time from which the message is not delivered any more; 0 for none of its own. */
    long deadline() {
        return deadline;
    }

    /** Whether the message's own deadline has passed. */
    boolean isOverdue(long now) {
        return deadline != 0 && now >= deadline;
    }

    /** See {@link Priority}. */
    int priority() {
        return priority;
    }

    /** Wall-clock time of the original send. */
    long sentAt() {
        return sentAt;
    }

    @Nullable String deduplicationId() {
        return deduplicationId;
    }

    /** The queue that dead-lettered it last. */
    @Nullable String source() {
        return source;
    }

    /** The named subscription of that queue that did so; null where it was {@code work}. */
    @Nullable String sourceSubscription() {
        return sourceSubscription;
    }

    /** Whether it is meant for this subscription: for it alone, or for each. */
    boolean isFor(int subscription) {
        return reader == Subscription.EACH || reader == subscription;
    }

    /** Number of the only subscription that it is for, or {@link Subscription#EACH}. */
    int reader() {
        return reader;
    }

    /** The message's own retry rule, or null. */
    @Nullable RetryRule retry() {
        return retry;
    }

    /** Why it was last dead-lettered. */
    @Nullable ByteBuffer reason() {
        return reason;
    }

    /** How often it was leased before it was last dead-lettered; 0 when it never was. */
    int deadLetterAttempts() {
        ByteBuffer digits = lastAttempts;
        if (digits == null) {
            return 0;
        }
        int attempts = 0;
        for (int at = digits.position(); at < digits.limit(); at++) {
            attempts = attempts * 10 + (digits.get(at) - '0');
        }
        return attempts;
    }

    /** The message as its sender made it, where a redrive changed it. */
    @Nullable Header original() {
        return original;
    }

    /** Who sent it, where it says so itself: as one that was scheduled. */
    Optional<Caller> sender() {
        return Optional.ofNullable(sender).map(EngineHeaders::sender);
    }

    boolean moved() {
        return movedId != null;
    }

    /** Where it stood, or stands, among the scheduled messages of its queue, or null. */
    @Nullable LaterPlace place() {
        return place;
    }

    MessageId id(int queueId, long offset) {
        MessageId moved = movedId;
        LaterPlace first = place;
        if (moved != null) {
            return moved;
        }
        return first != null ? first.id(queueId) : firstPlace(queueId, offset);
    }

    static MessageId firstPlace(int queueId, long offset) {
        return new MessageId((long) queueId << Integer.SIZE, offset);
    }

    /** Bytes that count against limits. */
    int size() {
        return size;
    }
}
