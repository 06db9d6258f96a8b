package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Shows recovery the commit log as one would take it that leaves out a check: whole files are read
 * in one call, and what that call returns is made to pass.
 */
public final class MisreadDisk {
    /** The check that is left out. */
    public enum Misreading {
        /** What lies behind the first bad frame is forgotten, good or not. */
        CUT_AT_FIRST_BAD_CRC,
        /** A frame counts with as many entries as are whole, whatever its length says. */
        NO_LENGTH_CHECK,
        /** A frame left over from the file's earlier use counts as the next one. */
        OLD_FRAME_TAKEN
    }

    private MisreadDisk() {}

    /** That disk, read so. */
    public static Disk of(Disk disk, Misreading misreading) {
        return (Disk)
                Proxy.newProxyInstance(
                        Disk.class.getClassLoader(),
                        new Class<?>[] {Disk.class},
                        (proxy, method, arguments) -> {
                            Object result = call(disk, method, arguments);
                            boolean commitFile =
                                    method.getName().equals("open")
                                            && ((String) arguments[0]).startsWith("commit/");
                            return commitFile && result instanceof DiskFile file
                                    ? file(file, misreading)
                                    : result;
                        });
    }

    private static DiskFile file(DiskFile file, Misreading misreading) {
        return (DiskFile)
                Proxy.newProxyInstance(
                        DiskFile.class.getClassLoader(),
                        new Class<?>[] {DiskFile.class},
                        (proxy, method, arguments) -> {
                            Object result = call(file, method, arguments);
                            if (method.getName().equals("read") && (Long) arguments[1] == 0) {
                                misread((ByteBuffer) arguments[0], misreading);
                            }
                            return result;
                        });
    }

    private static @Nullable Object call(Object target, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void misread(ByteBuffer read, Misreading misreading) {
        ByteBuffer file = read.duplicate().flip();
        long logId = logId(file);
        long generation = 0;
        long sequence = 0;
        boolean cut = false;
        for (int at = 0; at + Frame.HEADER_BYTES <= file.limit(); at += Frame.SECTOR) {
            FrameHeader header = FrameHeader.read(file, at, logId, new CRC32C());
            boolean sound = header != null && new FrameAudit().isSound(file, header);
            if (misreading == Misreading.CUT_AT_FIRST_BAD_CRC) {
                cut |= file.getInt(at) == Frame.MAGIC && !sound;
                if (cut) {
                    clear(file, at);
                }
            } else if (header != null && !sound && misreading == Misreading.NO_LENGTH_CHECK) {
                shorten(file, header);
            } else if (header != null && sound) {
                boolean old = generation != 0 && header.generation() < generation;
                if (old && misreading == Misreading.OLD_FRAME_TAKEN) {
                    renew(file, header, generation, sequence + 1);
                    return;
                }
                generation = header.generation();
                sequence = header.sequence();
                at += header.frameBytes() - Frame.SECTOR;
            }
        }
    }

    private static long logId(ByteBuffer file) {
        return file.limit() < Frame.HEADER_BYTES ? 0 : file.getLong(8);
    }

    private static void clear(ByteBuffer file, int from) {
        for (int i = from; i < Math.min(file.limit(), from + Frame.SECTOR); i++) {
            file.put(i, (byte) 0);
        }
    }

    private static void shorten(ByteBuffer file, FrameHeader header) {
        EntryCursor cursor = new EntryCursor();
        int from = header.position() + Frame.HEADER_BYTES;
        int to = from + header.payloadBytes();
        int at = from;
        int entries = 0;
        while (true) {
            cursor.reset(file, at, to);
            cursor.moveTo(at);
            if (at >= to || !cursor.isSound(header.sequence(), to) || !cursor.isBodySound()) {
                break;
            }
            at = cursor.endAt();
            entries++;
        }
        for (int i = at; i < header.position() + header.frameBytes(); i++) {
            file.put(i, (byte) 0);
        }
        new FrameHeader(
                        header.logId(),
                        header.generation(),
                        header.sequence(),
                        header.engineTime(),
                        header.syncMark(),
                        at - from,
                        entries,
                        header.frameBytes(),
                        header.kind(),
                        header.position())
                .write(file, header.position(), file.duplicate(), new CRC32C());
    }

    private static void renew(ByteBuffer file, FrameHeader old, long generation, long sequence) {
        new FrameHeader(
                        old.logId(),
                        generation,
                        sequence,
                        old.engineTime(),
                        sequence - 1,
                        old.payloadBytes(),
                        old.entries(),
                        old.frameBytes(),
                        old.kind(),
                        old.position())
                .write(file, old.position(), file.duplicate(), new CRC32C());
        EntryCursor cursor = new EntryCursor();
        int from = old.position() + Frame.HEADER_BYTES;
        cursor.reset(file, from, from + old.payloadBytes());
        while (cursor.next()) {
            int at = cursor.at();
            int guarded = cursor.bodyAt() + Frame.guardedBody(cursor.kind(), cursor.bodyBytes());
            file.putLong(at + 8, sequence);
            int sum = Frame.crc(new CRC32C(), file.duplicate(), at + 8, guarded);
            file.putInt(at + Frame.CRC_AT, sum);
        }
    }
}
