package dev.forebay.cli.definitions;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/** Tells what becomes of each thing that is imported: programs its word, people a sentence's. */
final class Outcomes implements AutoCloseable {
    private static final Sheet SHEET =
            Sheet.of(
                    "definitions",
                    "/name",
                    Column.text("OUTCOME", "/outcome"),
                    Column.text("KIND", "/kind"),
                    Column.text("NAME", "/name"),
                    Column.text("REASON", "/reason"));
    private static final Sheet WITH_MESSAGES =
            Sheet.of(
                    "definitions",
                    "/name",
                    Column.text("OUTCOME", "/outcome"),
                    Column.text("KIND", "/kind"),
                    Column.text("NAME", "/name"),
                    Column.count("MESSAGES", "/affected"),
                    Column.text("REASON", "/reason"));

    private final Listing listing;
    private final BiConsumer<ObjectNode, Outcome> words;

    private Outcomes(Output output, Sheet sheet, boolean dryRun) {
        this.listing = output.list(sheet);
        this.words =
                output.isForPeople()
                        ? (row, outcome) -> row.put("outcome", outcome.text(dryRun))
                        : (row, outcome) -> row.put("outcome", outcome.word());
    }

    /** Of definitions. */
    static Outcomes of(Output output, boolean dryRun) {
        return new Outcomes(output, SHEET, dryRun);
    }

    /** Of definitions, and of messages that are moved. */
    static Outcomes withMessages(Output output, boolean dryRun) {
        return new Outcomes(output, WITH_MESSAGES, dryRun);
    }

    /** Of one thing. */
    void tell(Outcome outcome, ObjectNode thing) {
        words.accept(thing, outcome);
        listing.row(thing);
    }

    /** Tells that this was all. */
    void complete() {
        listing.complete();
    }

    @Override
    public void close() {
        listing.close();
    }
}
