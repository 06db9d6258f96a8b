package dev.forebay.engine.core;

import dev.forebay.engine.Cursor;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.Position;
import dev.forebay.engine.Reply;
import java.util.OptionalLong;

/** Cursors, as the outside asks for them. */
final class CursorDoor implements Cursors {
    private final Core core;

    CursorDoor(Core core) {
        this.core = core;
    }

    @Override
    public void open(String queue, Position from, Reply<Cursor> reply) {
        core.turn.begin();
        core.catalog.whenUsable(
                queue,
                reply,
                found -> {
                    Partition partition = found.partition();
                    long end = partition.work().state().end;
                    long at = Math.min(Readership.offset(partition, from), end);
                    reply.ok(new OpenCursor(core, partition, at));
                });
    }

    @Override
    public OptionalLong first(String queue) {
        QueueState found = core.catalog.get(queue);
        return found == null
                ? OptionalLong.empty()
                : OptionalLong.of(found.partition().stream().startOffset());
    }

    @Override
    public OptionalLong end(String queue) {
        QueueState found = core.catalog.get(queue);
        return found == null
                ? OptionalLong.empty()
                : OptionalLong.of(found.partition().stream().endOffset());
    }
}
