package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records of the redrives' stream: one that began, and how far one has come. */
final class RedriveCodec {
    private static final int VERSION = 1;
    private static final int BEGUN = 1;
    private static final int PROGRESS = 2;
    private static final int BEGUN_DISCARDING = 3;

    private RedriveCodec() {}

    /** What a record says. */
    sealed interface Entry {
        /**
         * A redrive that was asked for.
         *
         * @param end offset that it goes up to
         * @param by who asked for it
         */
        record Begun(
                long id,
                int queueId,
                RedriveRequest request,
                long startedAt,
                long end,
                long total,
                Caller by)
                implements Entry {}

        record Progress(
                long id,
                RedriveInfo.State state,
                long cursor,
                long moved,
                long failed,
                long endedAt,
                String failure)
                implements Entry {}
    }

    static ByteBuffer write(Entry entry) {
        ByteSink sink = new ByteSink(64);
        sink.putByte(VERSION);
        switch (entry) {
            case Entry.Begun begun -> {
                sink.putByte(code(begun.request().purpose()));
                sink.putVarint(begun.id());
                sink.putVarint(begun.queueId());
                sink.putVarint(begun.startedAt());
                sink.putVarint(begun.end());
                sink.putVarint(begun.total());
                writeRequest(sink, begun.request());
                JournalWriter.caller(sink, begun.by());
            }
            case Entry.Progress progress -> {
                sink.putByte(PROGRESS);
                sink.putVarint(progress.id());
                sink.putText(progress.state().name());
                sink.putVarint(progress.cursor());
                sink.putVarint(progress.moved());
                sink.putVarint(progress.failed());
                sink.putVarint(progress.endedAt());
                sink.putText(progress.failure());
            }
        }
        return sink.copy();
    }

    private static int code(RedriveRequest.Purpose purpose) {
        return switch (purpose) {
            case MOVE -> BEGUN;
            case DISCARD -> BEGUN_DISCARDING;
        };
    }

    static Entry read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a record of a redrive of version " + version);
        }
        int code = source.getByte();
        return switch (code) {
            case BEGUN -> readBegun(source, RedriveRequest.Purpose.MOVE);
            case BEGUN_DISCARDING -> readBegun(source, RedriveRequest.Purpose.DISCARD);
            case PROGRESS ->
                    new Entry.Progress(
                            source.getVarint(),
                            RedriveInfo.State.valueOf(source.getText()),
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint(),
                            source.getVarint(),
                            source.getText());
            default -> throw new IllegalStateException("a record of a redrive of code " + code);
        };
    }

    private static void writeRequest(ByteSink sink, RedriveRequest request) {
        sink.putText(request.queue());
        sink.putText(FilterText.write(request.filter()));
        sink.putVarint(request.ids().size());
        request.ids().stream()
                .sorted(Comparator.comparing(MessageId::toString))
                .forEach(id -> {
                    sink.putSigned(id.high());
                    sink.putSigned(id.low());
                });
        writeOptional(sink, request.target());
        Texts.write(sink, request.edit().setHeaders());
        sink.putVarint(request.edit().removeHeaders().size());
        request.edit().removeHeaders().stream().sorted().forEach(sink::putText);
        writeOptional(sink, request.edit().key());
        writeOptional(sink, request.edit().body());
        sink.putVarint(request.perSecond());
    }

    private static void writeOptional(ByteSink sink, Optional<String> text) {
        sink.putByte(text.isPresent() ? 1 : 0);
        text.ifPresent(sink::putText);
    }

    private static Entry.Begun readBegun(ByteSource source, RedriveRequest.Purpose purpose) {
        long id = source.getVarint();
        int queueId = source.getInt();
        long startedAt = source.getVarint();
        long end = source.getVarint();
        long total = source.getVarint();
        RedriveRequest request = readRequest(source, purpose);
        Caller by = JournalReader.caller(source);
        return new Entry.Begun(id, queueId, request, startedAt, end, total, by);
    }

    private static RedriveRequest readRequest(ByteSource source, RedriveRequest.Purpose purpose) {
        String queue = source.getText();
        MessageFilter filter = readFilter(source.getText());
        Set<MessageId> ids = new HashSet<>();
        for (int left = source.getInt(); left > 0; left--) {
            long high = source.getSigned();
            ids.add(new MessageId(high, source.getSigned()));
        }
        Optional<String> target = readOptional(source);
        Map<String, String> set = Texts.read(source);
        Set<String> removed = new HashSet<>();
        for (int left = source.getInt(); left > 0; left--) {
            removed.add(source.getText());
        }
        Optional<String> key = readOptional(source);
        MessageEdit edit = new MessageEdit(set, removed, key, readOptional(source));
        return new RedriveRequest(queue, filter, ids, target, edit, source.getInt(), purpose);
    }

    private static MessageFilter readFilter(String text) {
        return switch (FilterText.parse(text)) {
            case FilterText.Parsed.Filter parsed -> parsed.filter();
            case FilterText.Parsed.Wrong wrong ->
                    throw new IllegalStateException("a stored filter: " + wrong.message());
        };
    }

    private static Optional<String> readOptional(ByteSource source) {
        return source.getByte() == 1 ? Optional.of(source.getText()) : Optional.empty();
    }
}
