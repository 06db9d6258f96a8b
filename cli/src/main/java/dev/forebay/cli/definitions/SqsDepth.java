package dev.forebay.cli.definitions;

import dev.forebay.cli.output.Units;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How many messages a queue of SQS has, as nearly as it tells.
 *
 * @param ready those that it would give
 * @param delayed those that are not due yet
 * @param leased those that consumers have
 */
record SqsDepth(long ready, long delayed, long leased) {
    /** By the attributes of a queue. */
    static SqsDepth of(JsonNode attributes) {
        return new SqsDepth(
                attributes.path("ApproximateNumberOfMessages").asLong(0),
                attributes.path("ApproximateNumberOfMessagesDelayed").asLong(0),
                attributes.path("ApproximateNumberOfMessagesNotVisible").asLong(0));
    }

    long all() {
        return ready + delayed + leased;
    }

    /** Of these, what is left there once so many were moved: some may have become ready. */
    long left(SqsMessages.Moved moved) {
        return Math.max(moved.refused(), all() - moved.moved());
    }

    /** Why so many are left there; empty when none is. */
    String whyLeft(SqsMessages.Moved moved) {
        long untouched = left(moved) - moved.refused();
        long notDue = Math.min(delayed, untouched);
        List<String> whys = new ArrayList<>();
        add(whys, notDue, "delayed");
        add(whys, untouched - notDue, "with a consumer or behind such");
        add(whys, moved.refused(), "refused here: " + moved.reason());
        return whys.isEmpty()
                ? ""
                : Units.count(left(moved)) + " left there: " + String.join(", ", whys);
    }

    private static void add(List<String> whys, long count, String why) {
        if (count > 0) {
            whys.add(Units.count(count) + " " + why);
        }
    }
}
