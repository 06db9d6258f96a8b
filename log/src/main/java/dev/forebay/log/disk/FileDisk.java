package dev.forebay.log.disk;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The real disk: a folder of the file system, whose files only their owner can read. Safe for use
 * by several threads, as long as none of them is interrupted while it reads or writes (that closes
 * a {@link FileChannel}).
 */
public final class FileDisk implements Disk {
    /** Messages and secrets are for the server's own user. */
    private static final String OWNER_ONLY = "rw-------";

    private final Path root;
    private final FileAttribute<?>[] attributes;

    /** Works below this folder, which must exist. */
    public FileDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.attributes =
                this.root.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(OWNER_ONLY))
                        }
                        : new FileAttribute<?>[0];
    }

    @Override
    public DiskFile create(String path) throws IOException {
        Path file = resolve(path);
        try {
            return new ChannelFile(
                    path, FileChannel.open(file, Set.of(READ, WRITE, CREATE_NEW), attributes));
        } catch (IOException e) {
            throw DiskErrors.translate(path, e);
        }
    }

    @Override
    public DiskFile open(String path) throws IOException {
        Path file = resolve(path);
        try {
            return new ChannelFile(path, FileChannel.open(file, READ, WRITE));
        } catch (IOException e) {
            throw DiskErrors.translate(path, e);
        }
    }

    @Override
    public void createDirectory(String path) throws IOException {
        try {
            Files.createDirectories(resolve(path));
        } catch (IOException e) {
            throw DiskErrors.translate(path, e);
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(resolve(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DiskErrors.translate(to, e);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    /** Opens the folder as a file and syncs it, which is how Linux makes its entries durable. */
    @Override
    public void syncDirectory(String directory) throws IOException {
        try (FileChannel channel = FileChannel.open(resolve(directory), READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw DiskErrors.translate(directory, e);
        }
    }

    @Override
    public long totalBytes() throws IOException {
        return Files.getFileStore(root).getTotalSpace();
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    private Path resolve(String path) {
        return root.resolve(DiskPath.checked(path));
    }
}
