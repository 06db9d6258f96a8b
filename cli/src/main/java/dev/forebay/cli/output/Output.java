package dev.forebay.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Where a command prints what it found, in the form that is asked for. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    /** For picocli. */
    public Output() {}

    /** The form that is asked for. */
    public Format format() {
        return format;
    }

    /** Whether people read what is printed. */
    public boolean isForPeople() {
        return format.isForPeople();
    }

    /** Data. */
    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /**
     * Has all leave that was printed so far.
     *
     * @throws NobodyReads when it is taken by nobody any more
     */
    public void flush() {
        NobodyReads.unlessTaken(out());
    }

    /** What is said beside it. */
    public PrintWriter talk() {
        return spec.commandLine().getErr();
    }

    /** Colours where people read on a terminal. */
    public Ink ink() {
        return Terminals.isStdout() ? Ink.onTerminal() : Ink.NONE;
    }

    /** Begins to print several things. */
    public Listing list(Sheet sheet) {
        return switch (format) {
            case TABLE, WIDE -> new Table(out(), talk(), ink(), sheet, format);
            case JSON -> new JsonListing(out());
            case JSONL -> new LineListing(out(), JsonNode::toString);
            case NAME -> new LineListing(out(), sheet::nameOf);
        };
    }

    /** Prints one thing whole. */
    public void one(Sheet sheet, JsonNode thing) {
        switch (format) {
            case TABLE, WIDE -> Fields.print(out(), thing);
            case JSON -> out().println(thing.toPrettyString());
            case JSONL -> out().println(thing);
            case NAME -> out().println(sheet.nameOf(thing));
        }
        out().flush();
    }

    /**
     * Tells that something was done: a sentence for people, on stderr; to programs the thing as it
     * is now.
     */
    public void done(Sheet sheet, JsonNode thing, String sentence) {
        if (isForPeople()) {
            talk().println(sentence);
            talk().flush();
        } else {
            one(sheet, thing);
        }
    }
}
