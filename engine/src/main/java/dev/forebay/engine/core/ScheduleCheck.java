package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.cron.RunText;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.engine.cron.WrongRunText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a schedule that somebody asks for. */
final class ScheduleCheck {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_:-][a-zA-Z0-9_.:-]{0,254}");
    private static final int SHOWN = 80;

    private final Core core;
    private final ScheduleTimes times;

    ScheduleCheck(Core core, ScheduleTimes times) {
        this.core = core;
        this.times = times;
    }

    /** What is wrong first, or null. */
    @Nullable Refusal refusal(Schedule schedule) {
        if (!NAME.matcher(schedule.name()).matches()) {
            return wrong(
                    "name",
                    schedule.name(),
                    "1 to 255 of a-z, A-Z, 0-9, -, _, . and :, not beginning with a dot");
        }
        if (schedule.description().length() > Schedule.LONGEST_DESCRIPTION) {
            return wrong(
                    "description",
                    schedule.description(),
                    "at most " + Schedule.LONGEST_DESCRIPTION + " characters");
        }
        if (schedule.mostCaughtUp() < 1 || schedule.mostCaughtUp() > Schedule.MOST_CAUGHT_UP) {
            return wrong(
                    "mostCaughtUp",
                    Integer.toString(schedule.mostCaughtUp()),
                    "1 to " + Schedule.MOST_CAUGHT_UP);
        }
        Refusal refusal = refusal(schedule.when(), schedule.zone());
        return refusal == null ? message(schedule) : refusal;
    }

    /** What is wrong with the times, or null. */
    @Nullable Refusal refusal(String when, String zone) {
        try {
            var unused = RunText.zone(zone);
        } catch (WrongRunText wrong) {
            return wrong("zone", zone, RunText.ZONES);
        }
        try {
            RunTimes found = times.read(when, zone);
            return found.next(core.wall()) == RunTimes.NEVER
                    ? wrong("when", when, "times that come")
                    : null;
        } catch (WrongRunText wrong) {
            return wrong("when", when, RunText.FORM + ". " + wrong.why());
        }
    }

    private @Nullable Refusal message(Schedule schedule) {
        QueueState queue = core.catalog.get(schedule.queue());
        if (queue == null) {
            return new Refusal.NoSuchQueue(schedule.queue());
        }
        Refusal headers = EngineHeaders.wrong(schedule.message().message().headers());
        if (headers != null) {
            return headers;
        }
        long delay = schedule.message().delayMillis();
        if (delay > SettingsCheck.LONGEST_DELAY) {
            return wrong("delayMillis", Long.toString(delay), "at most ten years, in milliseconds");
        }
        if (schedule.message().deduplicationId() != null) {
            return wrong(
                    "deduplicationId",
                    schedule.message().deduplicationId(),
                    "none: it would leave out each run but the first");
        }
        int size = size(schedule);
        int most = Math.min(Schedule.LARGEST_MESSAGE, queue.settings().maxMessageBytes());
        return size > most ? new Refusal.MessageTooLarge(size, most) : null;
    }

    /** Bytes of key, headers and body. */
    static int size(Schedule schedule) {
        var key = schedule.message().message().key();
        return EngineHeaders.size(schedule.message().message())
                + (key == null ? 0 : key.remaining());
    }

    private static Refusal wrong(String setting, String value, String accepted) {
        String shown = value.substring(0, Math.min(SHOWN, value.length()));
        // The refusal ends the sentence.
        boolean ended = accepted.endsWith(".");
        return new Refusal.InvalidSetting(
                setting, shown, ended ? accepted.substring(0, accepted.length() - 1) : accepted);
    }
}
