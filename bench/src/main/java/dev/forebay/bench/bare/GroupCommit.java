package dev.forebay.bench.bare;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that makes everything submitted durable with one write and one fdatasync, then lets
 * those who wait for it be answered. What arrives while it syncs is the next batch.
 */
final class GroupCommit implements Runnable {
    private static final int BATCH_BYTES = 4 << 20;

    /** Called on the commit thread with the connections of all requests that are durable now. */
    interface Answer {
        void durable(List<ChannelHandlerContext> waiting);
    }

    /** What one fdatasync will cover. */
    private static final class Batch {
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(BATCH_BYTES);
        private List<ChannelHandlerContext> waiting = new ArrayList<>();
    }

    private final FileChannel file;
    private final long fileBytes;
    private final Answer answer;
    private final Object lock = new Object();
    private Batch filling = new Batch();
    private Batch syncing = new Batch();
    private volatile boolean idle;
    private volatile Thread thread = Thread.currentThread();
    private long position;

    /**
     * @param file zero-filled and synced over {@code fileBytes}, so that fdatasync has no metadata
     *     to write; written round and round
     */
    GroupCommit(FileChannel file, long fileBytes, Answer answer) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.answer = answer;
    }

    /**
     * Takes a copy of a body's part; after the last one the connection is answered once durable.
     */
    void submit(ChannelHandlerContext connection, ByteBuf part, boolean last) {
        synchronized (lock) {
            ByteBuffer to = filling.bytes;
            int length = part.readableBytes();
            to.limit(to.position() + length);
            part.getBytes(part.readerIndex(), to);
            to.limit(to.capacity());
            if (last) {
                filling.waiting.add(connection);
            }
        }
    }

    /** Wakes the commit thread; called once for several submits. */
    void submitted() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!Thread.interrupted()) {
            List<ChannelHandlerContext> waiting = swap();
            if (waiting.isEmpty()) {
                awaitSubmit();
            } else {
                sync();
                answer.durable(waiting);
            }
        }
    }

    private List<ChannelHandlerContext> swap() {
        synchronized (lock) {
            Batch full = filling;
            filling = syncing;
            syncing = full;
            List<ChannelHandlerContext> waiting = full.waiting;
            full.waiting = new ArrayList<>(waiting.size());
            return waiting;
        }
    }

    private void awaitSubmit() {
        idle = true;
        boolean nothing;
        synchronized (lock) {
            nothing = filling.waiting.isEmpty();
        }
        if (nothing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void sync() {
        ByteBuffer bytes = syncing.bytes.flip();
        if (position + bytes.remaining() > fileBytes) {
            position = 0;
        }
        try {
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("bare server cannot write", e);
        }
        bytes.clear();
    }
}
