package dev.forebay.server.process;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.log.disk.FolderLock;
import dev.forebay.log.embedded.LogVerifier;
import dev.forebay.log.embedded.NewerFormatException;
import dev.forebay.server.machine.LocalFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code forebay verify DIR}: reads every byte that the folder's log depends on, without changing
 * any, while no server uses it.
 */
public final class VerifyCommand {
    private final LocalFiles files;
    private final PrintStream out;
    private final PrintStream err;

    /** Findings go to {@code out}, what prevents finding any to {@code err}. */
    public VerifyCommand(LocalFiles files, PrintStream out, PrintStream err) {
        this.files = files;
        this.out = out;
        this.err = err;
    }

    /** 0 sound, 1 failed, 2 wrong usage, 3 damaged, locked or of a newer format. */
    public ExitCode run(List<String> arguments) {
        if (arguments.size() != 1 || arguments.getFirst().startsWith("-")) {
            return fail(ExitCode.USAGE, "usage: forebay verify DIR");
        }
        try {
            Path folder = Path.of(arguments.getFirst()).toAbsolutePath().normalize();
            if (!files.isFolder(folder)) {
                return fail(ExitCode.FAILED, "there is no folder " + folder + ".");
            }
            return verify(folder);
        } catch (InvalidPathException noPath) {
            return fail(ExitCode.USAGE, "not a path: " + arguments.getFirst());
        }
    }

    private ExitCode verify(Path folder) {
        FolderLock lock;
        try {
            lock = DataFolder.lock(folder);
        } catch (StartRefused held) {
            return fail(held.code(), held.sentence());
        }
        try {
            Disk disk = new FileDisk(folder);
            return tell(folder, LogVerifier.verify(disk), damagedSecrets(disk));
        } catch (NewerFormatException newer) {
            return fail(ExitCode.DATA, folder + ": " + newer.getMessage() + ".");
        } catch (NoSuchFileException nothing) {
            return fail(ExitCode.FAILED, folder + " holds no data of Forebay.");
        } catch (IOException unreadable) {
            return fail(ExitCode.FAILED, "cannot read " + folder + ": " + unreadable);
        } finally {
            DataFolder.letGo(lock);
        }
    }

    private static List<String> damagedSecrets(Disk disk) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (SecretFile secret : SecretFile.ALL) {
            damaged.addAll(secret.damaged(disk));
        }
        return damaged;
    }

    private ExitCode tell(Path folder, LogVerifier.Report report, List<String> secrets) {
        report.damages().forEach(damage -> out.println(DamageLine.of(damage)));
        secrets.forEach(file -> out.println("corrupt: " + file + ": the secret in it is damaged"));
        out.printf(
                Locale.ROOT,
                "%s: %d streams, %d segments, %d batches, %d bytes, %d frames not in segments yet.%n",
                folder,
                report.streams(),
                report.segments(),
                report.batches(),
                report.bytes(),
                report.frames());
        if (report.isDamaged() || !secrets.isEmpty()) {
            out.println("Damaged: see above.");
            return ExitCode.DATA;
        }
        boolean torn = !report.damages().isEmpty();
        out.println(
                torn ? "Sound but for an end that a crash may have torn: see above." : "Sound.");
        return ExitCode.CLEAN;
    }

    private ExitCode fail(ExitCode code, String sentence) {
        err.println("forebay: " + sentence);
        return code;
    }
}
