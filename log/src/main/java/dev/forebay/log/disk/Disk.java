package dev.forebay.log.disk;

import java.io.IOException;
import java.util.List;

/**
 * One folder of files and sub-folders, with exactly the operations whose durability the log reasons
 * about. Paths are relative to the folder, {@code /}-separated, made of names the log chose itself:
 * no name of a client ever becomes a path.
 *
 * <p>What survives a power cut: bytes and file size after {@link DiskFile#sync()}; the existence,
 * absence or new name of a file or folder only after {@link #syncDirectory} of the folder that
 * holds the entry. Implementations are safe for use by several threads.
 */
public interface Disk {
    /** Creates a new empty file. Fails with {@link java.nio.file.FileAlreadyExistsException}. */
    DiskFile create(String path) throws IOException;

    /** Opens an existing file to read and write. Fails with NoSuchFileException. */
    DiskFile open(String path) throws IOException;

    /** Creates a folder and its missing parents; no error when it is there already. */
    void createDirectory(String path) throws IOException;

    /** Names (not paths) of the entries of a folder, sorted; empty when there is no such folder. */
    List<String> list(String directory) throws IOException;

    boolean exists(String path) throws IOException;

    /** Moves a file over another name atomically, replacing what was there. */
    void rename(String from, String to) throws IOException;

    /** Removes a file or an empty folder; no error when it is gone already. */
    void delete(String path) throws IOException;

    /** Makes the entries of this folder (creations, renames, deletions) durable. */
    void syncDirectory(String directory) throws IOException;

    /** Size of the volume in bytes, used or not. */
    long totalBytes() throws IOException;

    /** Bytes that can still be written to the volume. */
    long usableBytes() throws IOException;
}
