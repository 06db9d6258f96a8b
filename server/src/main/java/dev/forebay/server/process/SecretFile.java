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
 * A secret of the server that lives in a file of the data folder, readable by its owner alone;
 * made, and synced with its folder, at the first start.
 */
final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final String FOLDER = "server";
    private static final int LENGTH = 32;
    private static final int CHECKSUM = Integer.BYTES;

    /** The secret under which receipt handles are issued. */
    static final SecretFile RECEIPTS =
            new SecretFile(
                    "receipt-key",
                    "the secret of receipt handles is damaged and made anew; messages in flight"
                            + " return after their visibility timeout");

    /** The secret under which secrets of access keys are kept. */
    static final SecretFile ACCESS_KEYS =
            new SecretFile(
                    "access-key",
                    "the secret of access keys is damaged and made anew; access keys made before do"
                            + " not work any more");

    private final String file;
    private final String newFile;
    private final String whenDamaged;

    private SecretFile(String name, String whenDamaged) {
        this.file = FOLDER + "/" + name;
        this.newFile = file + ".new";
        this.whenDamaged = whenDamaged;
    }

    /** Reads the secret, or makes one. */
    byte[] of(Disk disk, Dice dice) throws IOException {
        if (disk.exists(file)) {
            ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM + 1);
            try (DiskFile stored = disk.open(file)) {
                var _ = stored.read(content, 0);
            }
            byte[] key = Arrays.copyOf(content.array(), LENGTH);
            if (content.position() == LENGTH + CHECKSUM
                    && content.getInt(LENGTH) == checksum(key)) {
                return key;
            }
            LOG.atError().addKeyValue("file", file).log(whenDamaged);
        }
        return make(disk, dice);
    }

    private byte[] make(Disk disk, Dice dice) throws IOException {
        byte[] key = dice.secret(LENGTH);
        disk.createDirectory(FOLDER);
        disk.delete(newFile);
        ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM).put(key).putInt(checksum(key));
        try (DiskFile stored = disk.create(newFile)) {
            stored.write(content.flip(), 0);
            stored.sync();
        }
        disk.rename(newFile, file);
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
