package dev.forebay.cli.run;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;

/** What is shown of redrives and replays. */
public final class RunSheets {
    private static final int FILTER = 40;

    /** Redrives, each a row. */
    public static final Sheet REDRIVES =
            Sheet.of(
                    "redrives",
                    "/redrive",
                    Column.count("REDRIVE", "/redrive"),
                    Column.text("STATE", "/state"),
                    Column.count("MOVED", "/moved"),
                    Column.count("OF", "/total"),
                    Column.count("FAILED", "/failed"),
                    Column.text("STARTED", "/startedAt"),
                    Column.text("WHERE", "/filter").atMost(FILTER),
                    Column.text("INTO", "/intoQueue").wide(),
                    Column.text("ENDED", "/endedAt").wide(),
                    Column.text("WAITING FOR", "/waiting/text").wide(),
                    Column.text("FAILURE", "/failure").wide());

    /** Replays, each a row. */
    public static final Sheet REPLAYS =
            Sheet.of(
                    "replays",
                    "/replay",
                    Column.count("REPLAY", "/replay"),
                    Column.text("PHASE", "/phase"),
                    Column.count("GIVEN", "/given"),
                    Column.count("UNSETTLED", "/unsettled"),
                    Column.text("STARTED", "/createdAt"),
                    Column.text("WHERE", "/filter").atMost(FILTER),
                    Column.text("INTO QUEUE", "/intoQueue").wide(),
                    Column.text("INTO SUBSCRIPTION", "/intoSubscription").wide(),
                    Column.count("FROM", "/fromOffset").wide(),
                    Column.count("TO", "/toOffset").wide(),
                    Column.text("ENDED", "/endedAt").wide());

    private RunSheets() {}
}
