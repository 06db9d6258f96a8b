package dev.forebay.server.metrics;

import dev.forebay.engine.Cursor;
import dev.forebay.engine.Cursors;
import dev.forebay.engine.Position;
import dev.forebay.engine.ReadMessage;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.OptionalLong;

/** Cursors as handed to one face: the same, and what they read counts as delivered. */
final class MeteredCursors implements Cursors {
    private final Cursors cursors;
    private final FaceFigures figures;

    MeteredCursors(Cursors cursors, FaceFigures figures) {
        this.cursors = cursors;
        this.figures = figures;
    }

    @Override
    public void open(String queue, Position from, Reply<Cursor> reply) {
        cursors.open(
                queue,
                from,
                new Reply<>() {
                    @Override
                    public void ok(Cursor cursor) {
                        reply.ok(new Metered(cursor));
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        figures.refused++;
                        reply.refused(refusal);
                    }
                });
    }

    @Override
    public OptionalLong first(String queue) {
        return cursors.first(queue);
    }

    @Override
    public OptionalLong end(String queue) {
        return cursors.end(queue);
    }

    private final class Metered implements Cursor {
        private final Cursor cursor;

        Metered(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public long position() {
            return cursor.position();
        }

        @Override
        public Waiting read(int most, long bytes, Reply<List<ReadMessage>> reply) {
            return cursor.read(
                    most,
                    bytes,
                    new Reply<>() {
                        @Override
                        public void ok(List<ReadMessage> messages) {
                            figures.delivered += messages.size();
                            reply.ok(messages);
                        }

                        @Override
                        public void refused(Refusal refusal) {
                            figures.refused++;
                            reply.refused(refusal);
                        }
                    });
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
