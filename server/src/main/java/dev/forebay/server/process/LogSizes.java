package dev.forebay.server.process;

import dev.forebay.log.embedded.LogSettings;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;

/** The log's sizes as the settings say, its own for what they say nothing of. */
final class LogSizes {
    private LogSizes() {}

    static LogSettings of(Settings settings) {
        LogSettings standard = LogSettings.defaults();
        return new LogSettings(
                commitFile(settings, standard.frameAlignment()),
                standard.commitFilesAtStart(),
                standard.commitFilesMax(),
                standard.frameAlignment(),
                standard.frameBytes(),
                standard.frameBytesMax(),
                standard.batchBytesMax(),
                standard.slabBytes(),
                standard.tailBytes(),
                settings.get(Registry.STORAGE_VOLATILE_MEMORY),
                settings.get(Registry.STORAGE_SEGMENT),
                standard.openFiles(),
                settings.get(Registry.STORAGE_RESERVE),
                settings.get(Registry.STORAGE_RETAINED),
                standard.compaction().below(settings.get(Registry.STORAGE_COMPACT_BELOW)),
                standard.idleMarkNanos(),
                standard.spaceCheckNanos(),
                settings.get(Registry.STORAGE_ON_DAMAGE));
    }

    /** Rounded up to whole blocks, since frames begin at them. */
    private static int commitFile(Settings settings, int block) {
        long blocks = Math.ceilDiv(settings.get(Registry.STORAGE_COMMIT_FILE), (long) block);
        return Math.toIntExact(blocks * block);
    }
}
