package dev.forebay.cli.message;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;

/** What is shown of messages. */
public final class MessageSheets {
    private static final int KEY = 24;
    private static final int BODY = 60;
    private static final int REASON = 40;

    /** What a send came to. */
    static final Sheet SENT =
            Sheet.of(
                    "messages",
                    "/id",
                    Column.text("ID", "/id"),
                    Column.count("PARTITION", "/partition"),
                    Column.count("OFFSET", "/offset"),
                    Column.text("DUPLICATE", "/duplicate"));

    /** Messages that one has a lease on. */
    static final Sheet LEASED =
            Sheet.of(
                    "messages",
                    "/lease",
                    Column.text("LEASE", "/lease"),
                    Column.count("ATTEMPT", "/attempt"),
                    Column.text("KEY", "/key").atMost(KEY),
                    Column.body("BODY", "/body").atMost(BODY),
                    Column.text("ID", "/id").wide(),
                    Column.text("SENT", "/sentAt").wide(),
                    Column.text("HEADERS", "/headers").wide());

    /** Messages in any state. */
    public static final Sheet BROWSED =
            Sheet.of(
                    "messages",
                    "/id",
                    Column.text("ID", "/id"),
                    Column.text("STATE", "/state"),
                    Column.text("SENT", "/sentAt"),
                    Column.count("ATTEMPTS", "/attempts"),
                    Column.text("KEY", "/key").atMost(KEY),
                    Column.body("BODY", "/body").atMost(BODY),
                    Column.count("OFFSET", "/offset").wide(),
                    Column.text("DUE", "/deliverAt").wide(),
                    Column.text("HEADERS", "/headers").wide());

    /** Dead letters. */
    public static final Sheet DEAD =
            Sheet.of(
                    "dead letters",
                    "/id",
                    Column.text("ID", "/id"),
                    Column.text("FROM", "/deadLetter/queue"),
                    Column.text("REASON", "/deadLetter/reason").atMost(REASON),
                    Column.count("ATTEMPTS", "/deadLetter/attempts"),
                    Column.text("KEY", "/key").atMost(KEY),
                    Column.body("BODY", "/body").atMost(BODY),
                    Column.text("SENT", "/sentAt").wide(),
                    Column.text("FAILURES", "/deadLetter/failures").wide());

    private MessageSheets() {}
}
