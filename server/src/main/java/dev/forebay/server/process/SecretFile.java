package dev.forebay.server.process;

import dev.forebay.log.DamagePolicy;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.server.machine.Dice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret of the server that lives in two equal files of the data folder, readable by their owner
 * alone; made, and synced with their folder, at the first start.
 */
final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final String FOLDER = "server";
    private static final int LENGTH = 32;
    private static final int CHECKSUM = Integer.BYTES;

    /** The secret under which receipt handles are issued. */
    static final SecretFile RECEIPTS =
            new SecretFile(
                    "receipt-key", "messages in flight return after their visibility timeout");

    /** The secret under which secrets of access keys are kept. */
    static final SecretFile ACCESS_KEYS =
            new SecretFile("access-key", "access keys made before do not work any more");

    /** All there are. */
    static final List<SecretFile> ALL = List.of(RECEIPTS, ACCESS_KEYS);

    private final String file;
    private final String copy;
    private final String price;

    /**
     * @param price what is lost with it
     */
    private SecretFile(String name, String price) {
        this.file = FOLDER + "/" + name;
        this.copy = file + ".copy";
        this.price = price;
    }

    /**
     * Reads the secret, or makes one.
     *
     * @throws StartRefused when both of its files are damaged and the policy is to refuse
     */
    byte[] of(Disk disk, Dice dice, DamagePolicy policy) throws IOException, StartRefused {
        byte[] key = read(disk, file);
        byte[] second = read(disk, copy);
        if (key != null && second != null) {
            return key;
        }
        boolean made = key == null && second == null;
        if (made && !damaged(disk).isEmpty()) {
            whenBothAreDamaged(policy);
        } else if (!made && !damaged(disk).isEmpty()) {
            LOG.atError()
                    .addKeyValue("files", damaged(disk))
                    .log("a secret is damaged; its copy is used and both are written anew");
        }
        byte[] kept = key != null ? key : second != null ? second : dice.secret(LENGTH);
        disk.createDirectory(FOLDER);
        write(disk, file, kept);
        write(disk, copy, kept);
        disk.syncDirectory(FOLDER);
        disk.syncDirectory("");
        return kept;
    }

    private void whenBothAreDamaged(DamagePolicy policy) throws StartRefused {
        if (policy == DamagePolicy.REFUSE) {
            throw new StartRefused(
                    ExitCode.DATA,
                    "the secret "
                            + file
                            + " of the data folder is damaged, and so is its copy. Restore one of them"
                            + " from a backup, or start with --storage-on-damage serve-rest: then it is"
                            + " made anew, and "
                            + price
                            + ".");
        }
        LOG.atError().addKeyValue("file", file).log("a secret is damaged and made anew: " + price);
    }

    /** The files of the secret that are there and not as they were written. */
    List<String> damaged(Disk disk) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (String each : List.of(file, copy)) {
            if (disk.exists(each) && read(disk, each) == null) {
                damaged.add(each);
            }
        }
        return damaged;
    }

    private static byte @Nullable [] read(Disk disk, String path) throws IOException {
        if (!disk.exists(path)) {
            return null;
        }
        ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM + 1);
        try (DiskFile stored = disk.open(path)) {
            var _ = stored.read(content, 0);
        }
        byte[] key = Arrays.copyOf(content.array(), LENGTH);
        boolean whole =
                content.position() == LENGTH + CHECKSUM && content.getInt(LENGTH) == checksum(key);
        return whole ? key : null;
    }

    private static void write(Disk disk, String path, byte[] key) throws IOException {
        String fresh = path + ".new";
        disk.delete(fresh);
        ByteBuffer content = ByteBuffer.allocate(LENGTH + CHECKSUM).put(key).putInt(checksum(key));
        try (DiskFile stored = disk.create(fresh)) {
            stored.write(content.flip(), 0);
            stored.sync();
        }
        disk.rename(fresh, path);
    }

    private static int checksum(byte[] key) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        return (int) crc.getValue();
    }
}
