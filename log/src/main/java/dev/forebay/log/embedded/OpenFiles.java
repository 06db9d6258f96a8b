package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that are open now, least recently used closed first. Storage task only. */
final class OpenFiles {
    private static final float LOAD = 0.75f;

    private final Disk disk;
    private final int limit;
    private final LinkedHashMap<String, DiskFile> open = new LinkedHashMap<>(16, LOAD, true);

    OpenFiles(Disk disk, int limit) {
        this.disk = disk;
        this.limit = limit;
    }

    DiskFile get(String path) throws IOException {
        DiskFile file = open.get(path);
        return file == null ? keep(path, disk.open(path)) : file;
    }

    /** A new empty file; one left there by a crash is emptied. */
    DiskFile createEmpty(String path) throws IOException {
        close(path);
        try {
            return keep(path, disk.create(path));
        } catch (FileAlreadyExistsException leftOver) {
            DiskFile file = disk.open(path);
            file.truncate(0);
            return keep(path, file);
        }
    }

    private DiskFile keep(String path, DiskFile file) throws IOException {
        open.put(path, file);
        if (open.size() > limit) {
            Map.Entry<String, DiskFile> eldest = open.firstEntry();
            open.remove(eldest.getKey());
            eldest.getValue().close();
        }
        return file;
    }

    void close(String path) throws IOException {
        DiskFile file = open.remove(path);
        if (file != null) {
            file.close();
        }
    }

    void closeAll() throws IOException {
        for (DiskFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
