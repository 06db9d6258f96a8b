package dev.forebay.engine.core;

import dev.forebay.engine.Schedule;
import dev.forebay.engine.cron.RunText;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.engine.cron.WrongRunText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What texts say about times, the last of them remembered: many schedules have the same. */
final class ScheduleTimes {
    private static final int MOST = 1_000;

    private final Map<Text, RunTimes> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Text, RunTimes> eldest) {
                    return size() > MOST;
                }
            };

    private record Text(String when, String zone) {}

    /** The times of a schedule that was looked at before. */
    RunTimes of(Schedule schedule) {
        return known(schedule.when(), schedule.zone());
    }

    /** The times that a text means which was looked at before. */
    RunTimes known(String when, String zone) {
        try {
            return read(when, zone);
        } catch (WrongRunText wrong) {
            throw new IllegalStateException(when + " in " + zone + ": " + wrong.why(), wrong);
        }
    }

    RunTimes read(String when, String zone) throws WrongRunText {
        Text text = new Text(when, zone);
        RunTimes times = known.get(text);
        if (times == null) {
            times = RunText.read(when, RunText.zone(zone));
            known.put(text, times);
        }
        return times;
    }
}
