package dev.forebay.cli.run;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/** What is to become of a run; without any, all are listed. */
public final class Steering {
    @Option(names = "--pause", paramLabel = "N", description = "Let this one wait.")
    private Optional<Long> pause = Optional.empty();

    @Option(names = "--resume", paramLabel = "N", description = "Let this one go on.")
    private Optional<Long> resume = Optional.empty();

    @Option(names = "--cancel", paramLabel = "N", description = "End this one.")
    private Optional<Long> cancel = Optional.empty();

    /** For picocli. */
    public Steering() {}

    /**
     * Does what is said.
     *
     * @param path of all runs
     * @param run gives the one of a number
     */
    public ExitCode perform(Api api, Output output, Sheet sheet, String path, LongFunction<Run> run)
            throws IOException, InterruptedException {
        if (pause.isPresent()) {
            output.one(sheet, run.apply(pause.get()).change("pause"));
        } else if (resume.isPresent()) {
            output.one(sheet, run.apply(resume.get()).change("resume"));
        } else if (cancel.isPresent()) {
            output.one(sheet, run.apply(cancel.get()).change("cancel"));
        } else {
            try (Listing listing = output.list(sheet)) {
                api.each(path, sheet.kind(), listing::row);
                listing.complete();
            }
        }
        return ExitCode.OK;
    }
}
