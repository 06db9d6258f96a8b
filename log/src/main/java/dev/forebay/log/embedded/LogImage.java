package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a data folder holds, as far as opening it must know: the checkpoint and the frames behind
 * it, judged. Reading it changes nothing; recovery and the verifier both start from here.
 */
final class LogImage {
    final CheckpointReader.Checkpoint checkpoint;
    final CommitScan scan;
    final List<KeptFrame> kept;

    /** No frame with this or a smaller number may be written again. */
    final long highestSequence;

    final long engineTime;

    /** Found now: in the checkpoint, in the commit log, and files of segments that are missing. */
    final List<Damage> damages;

    /** With damage in the commit log only: the streams it makes, by id. */
    final Map<Long, StreamName> created;

    /** Files of the commit log that hold acknowledged bytes that are damaged. */
    final Set<String> damagedCommitFiles;

    private LogImage(
            CheckpointReader.Checkpoint checkpoint,
            CommitScan scan,
            List<KeptFrame> kept,
            long highestSequence,
            long engineTime,
            List<Damage> damages,
            Map<Long, StreamName> created,
            Set<String> damagedCommitFiles) {
        this.checkpoint = checkpoint;
        this.scan = scan;
        this.kept = kept;
        this.highestSequence = highestSequence;
        this.engineTime = engineTime;
        this.damages = damages;
        this.created = created;
        this.damagedCommitFiles = damagedCommitFiles;
    }

    /** As of {@link LogStore#lastCrash}. */
    long lastCrash() {
        CheckpointData last = checkpoint.last();
        return last.ending() == CheckpointData.Ending.CLEAN ? last.lastCrash() : engineTime;
    }

    static LogImage read(Disk disk, CheckpointReader.Checkpoint checkpoint) throws IOException {
        CheckpointData last = checkpoint.last();
        CommitScan scan = new CommitScan(disk, checkpoint.logId(), last.sequence());
        Chain chain = new Chain(scan, last.sequence());
        List<Damage> damages = new ArrayList<>(checkpoint.damages());
        Set<String> damagedFiles = new HashSet<>();
        Map<Long, StreamName> created = Map.of();
        if (last.ending() != CheckpointData.Ending.CLEAN) {
            scan.run();
            chain.judge();
            List<Chain.Spot> spots = new ArrayList<>(chain.spots());
            spots.addAll(missingFiles(disk, last));
            if (!spots.isEmpty()) {
                HoleFinder finder = new HoleFinder(checkpoint, scan);
                damages.addAll(finder.find(chain, spots));
                created = finder.created();
            }
            for (Chain.Spot spot : spots) {
                if (spot.kind() == Damage.Kind.CORRUPT) {
                    damagedFiles.add(spot.path());
                }
            }
        }
        damages.addAll(missingSegments(disk, checkpoint));
        return new LogImage(
                checkpoint,
                scan,
                chain.kept(),
                chain.highestSequence(),
                chain.engineTime(last.engineTime()),
                damages,
                created,
                damagedFiles);
    }

    private static List<Chain.Spot> missingFiles(Disk disk, CheckpointData last)
            throws IOException {
        List<Chain.Spot> spots = new ArrayList<>();
        Set<String> paths = new HashSet<>(CommitScan.paths(disk));
        for (int number = 0; number < last.commitFiles(); number++) {
            String path = CommitFile.path(number);
            if (!paths.contains(path)) {
                spots.add(
                        new Chain.Spot(
                                Long.MAX_VALUE,
                                path,
                                0,
                                0,
                                Damage.Kind.CORRUPT,
                                "a file of the commit log is missing"));
            }
        }
        return spots;
    }

    private static List<Damage> missingSegments(Disk disk, CheckpointReader.Checkpoint checkpoint)
            throws IOException {
        Set<String> names = new HashSet<>(disk.list(Segment.FOLDER));
        List<Damage> damages = new ArrayList<>();
        for (CheckpointData.StreamEntry stream : checkpoint.streams().values()) {
            for (Segment.Extent extent : stream.segments()) {
                String path = Segment.path(stream.id(), extent);
                if (!names.contains(path.substring(Segment.FOLDER.length() + 1))) {
                    damages.add(missing(stream, extent, path));
                }
            }
        }
        return damages;
    }

    private static Damage missing(
            CheckpointData.StreamEntry stream, Segment.Extent extent, String path) {
        return new Damage(
                path,
                0,
                extent.bytes(),
                stream.name(),
                extent.baseOffset(),
                extent.endOffset() - 1,
                Damage.Kind.CORRUPT,
                "the file of a segment is missing");
    }

    /** Damage that cost something and that no earlier start knew of. */
    List<Damage> newLosses() {
        List<Damage> known = checkpoint.last().damages();
        return damages.stream()
                .filter(damage -> damage.kind() == Damage.Kind.CORRUPT)
                .filter(damage -> !checkpoint.damages().contains(damage))
                .filter(damage -> !known.contains(damage))
                .toList();
    }
}
