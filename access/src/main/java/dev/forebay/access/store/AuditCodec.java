package dev.forebay.access.store;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records of the audit log: a version, then the members in order. */
final class AuditCodec {
    private static final int VERSION = 2;

    private AuditCodec() {}

    static ByteBuffer write(AuditEntry entry) {
        ByteSink sink = new ByteSink(128);
        sink.putByte(VERSION);
        sink.putVarint(entry.at());
        sink.putText(entry.user());
        sink.putText(entry.address());
        sink.putText(entry.face());
        sink.putText(entry.action());
        sink.putText(entry.target());
        sink.putByte(entry.outcome().code());
        sink.putText(entry.detail());
        sink.putVarint(entry.changes().size());
        for (AuditEntry.Difference change : entry.changes()) {
            sink.putText(change.what());
            sink.putText(change.before());
            sink.putText(change.after());
        }
        return sink.copy();
    }

    static AuditEntry read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("an audit record of version " + version);
        }
        return new AuditEntry(
                source.getVarint(),
                source.getText(),
                source.getText(),
                source.getText(),
                source.getText(),
                source.getText(),
                AuditEntry.Outcome.of(source.getByte()),
                source.getText(),
                changes(source));
    }

    private static List<AuditEntry.Difference> changes(ByteSource source) {
        List<AuditEntry.Difference> changes = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            changes.add(
                    new AuditEntry.Difference(
                            source.getText(), source.getText(), source.getText()));
        }
        return changes;
    }
}
