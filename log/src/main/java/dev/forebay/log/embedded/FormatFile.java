package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code format}: which version of the format the folder has, and the log's id. Text, so
 * that every later version and any person can read it. Written last on a first start.
 */
record FormatFile(int version, long logId) {
    static final String FILE = "format";
    static final int CURRENT_VERSION = 1;
    private static final String UNFINISHED = "format.new";
    private static final int MAX_BYTES = 4096;
    private static final Pattern FORM =
            Pattern.compile(
                    "(forebay log\nversion ([0-9]{1,9})\nid ([0-9a-f]{16})\n)crc ([0-9a-f]{8})\n");
    private static final Pattern VERSION =
            Pattern.compile("forebay log\nversion ([0-9]{1,9})\n.*", Pattern.DOTALL);

    /**
     * Reads the file.
     *
     * @return null when there is none, or it is damaged
     * @throws NewerFormatException when only a later version of this software may touch the folder
     */
    static @Nullable FormatFile read(Disk disk) throws IOException {
        if (!disk.exists(FILE)) {
            return null;
        }
        String text;
        try (DiskFile file = disk.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
            file.read(bytes, 0);
            text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        }
        Matcher form = FORM.matcher(text);
        if (form.matches() && crc(form.group(1)).equals(form.group(4))) {
            int version = Integer.parseInt(form.group(2));
            refuseNewer(version);
            return new FormatFile(version, Long.parseUnsignedLong(form.group(3), 16));
        }
        Matcher other = VERSION.matcher(text);
        if (other.matches() && !form.matches()) {
            refuseNewer(Integer.parseInt(other.group(1)));
        }
        return null;
    }

    private static void refuseNewer(int version) throws NewerFormatException {
        if (version > CURRENT_VERSION) {
            throw new NewerFormatException(version, CURRENT_VERSION);
        }
    }

    /** Writes the file and makes it durable, with everything else in the root folder. */
    void write(Disk disk) throws IOException {
        disk.delete(UNFINISHED);
        String body = "forebay log\nversion %d\nid %016x\n".formatted(version, logId);
        String text = body + "crc " + crc(body) + "\n";
        try (DiskFile file = disk.create(UNFINISHED)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            SyncFailedException.sync(file, UNFINISHED);
        }
        disk.rename(UNFINISHED, FILE);
        SyncFailedException.syncDirectory(disk, "");
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
