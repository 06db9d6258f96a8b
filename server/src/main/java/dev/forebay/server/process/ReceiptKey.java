package dev.forebay.server.process;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.server.machine.Dice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret under which receipt handles are issued. It lives in a file of the data folder, so that
 * handles stay valid over restarts; made, and synced with its folder, at the first start.
 */
final class ReceiptKey {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptKey.class);
    private static final String FOLDER = "server";
    private static final String FILE = FOLDER + "/receipt-key";
    private static final String NEW_FILE = FILE + ".new";
    private static final int LENGTH = 32;
    private static final int CHECKSUM = Integer.BYTES;

    private ReceiptKey() {}

    /** Reads the key, or makes one. */
    static byte[] of(Disk disk, Dice dice) throws IOException {
        if (disk.exists(FILE)) {
            ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM + 1);
            try (DiskFile file = disk.open(FILE)) {
                var _ = file.read(content, 0);
            }
            byte[] key = Arrays.copyOf(content.array(), LENGTH);
            if (content.position() == LENGTH + CHECKSUM
                    && content.getInt(LENGTH) == checksum(key)) {
                return key;
            }
            LOG.atError()
                    .addKeyValue("file", FILE)
                    .log(
                            "the secret of receipt handles is damaged and made anew; messages in flight return"
                                    + " after their visibility timeout");
        }
        return make(disk, dice);
    }

    private static byte[] make(Disk disk, Dice dice) throws IOException {
        byte[] key = dice.secret(LENGTH);
        disk.createDirectory(FOLDER);
        disk.delete(NEW_FILE);
        ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM).put(key).putInt(checksum(key));
        try (DiskFile file = disk.create(NEW_FILE)) {
            file.write(content.flip(), 0);
            file.sync();
        }
        disk.rename(NEW_FILE, FILE);
        disk.syncDirectory(FOLDER);
        disk.syncDirectory("");
        return key;
    }

    private static int checksum(byte[] key) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        return (int) crc.getValue();
    }
}
