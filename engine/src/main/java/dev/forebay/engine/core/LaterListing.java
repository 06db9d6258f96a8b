package dev.forebay.engine.core;

import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledPage;
import dev.forebay.log.LogFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One page of a queue's scheduled messages, run by run. */
final class LaterListing {
    /** A page ends once it has looked at so many records that are no longer waiting. */
    private static final int MOST_LOOKS = 20_000;

    private static final int MOST_BYTES = 4 << 20;

    private final Core core;
    private final Later later;
    private final Cursor after;
    private final int most;
    private final Reply<ScheduledPage> reply;
    private final ArrayDeque<LaterRun> left = new ArrayDeque<>();
    private final List<ScheduledMessage> page = new ArrayList<>();
    private long bytes;
    private int looks;

    /**
     * What was listed.
     *
     * @param from the beginning of the last run looked at
     * @param to its end
     * @param number the last number listed of it
     */
    record Cursor(long from, long to, long number) {
        static final Cursor START = new Cursor(0, 0, 0);

        private static final Pattern FORM = Pattern.compile("(\\d{1,13})-(\\d{1,13})-(\\d{1,16})");

        static Optional<Cursor> parse(String text) {
            if (text.equals(ScheduledPage.FIRST)) {
                return Optional.of(START);
            }
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(
                            new Cursor(
                                    Long.parseLong(matcher.group(1)),
                                    Long.parseLong(matcher.group(2)),
                                    Long.parseLong(matcher.group(3))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return from + "-" + to + "-" + number;
        }

        /** Numbers up to here of the run were listed. */
        long listed(LaterRun.Range range) {
            return range.from() < to ? number : 0;
        }
    }

    LaterListing(Core core, Later later, Cursor after, int most, Reply<ScheduledPage> reply) {
        this.core = core;
        this.later = later;
        this.after = after;
        this.most = most;
        this.reply = reply;
    }

    void start() {
        later.state().all().stream()
                .filter(run -> run.messages > 0 && run.range.to() > after.from())
                .sorted(
                        Comparator.<LaterRun>comparingLong(this::order)
                                .thenComparingLong(run -> run.range.number()))
                .forEach(left::addLast);
        next();
    }

    /** A run that is being divided comes behind its parts, whose numbers are lower. */
    private long order(LaterRun run) {
        return run == later.state().divided ? run.range.to() - 1 : run.range.from();
    }

    private void next() {
        LaterRun run = left.pollFirst();
        if (run == null) {
            end(null, 0);
            return;
        }
        long listed = after.listed(run.range);
        if (listed == 0) {
            scan(run, run.start, listed);
            return;
        }
        new LaterSeek(core, run, listed) {
            @Override
            protected void found(long offset) {
                scan(run, offset, listed);
            }
        }.start();
    }

    private void scan(LaterRun run, long from, long listed) {
        new LaterScan(core, run, from, run.end) {
            private long last = listed;
            private boolean full;

            @Override
            protected boolean record(StoredMessage stored, LaterPlace place) {
                if (page.size() == most || bytes > MOST_BYTES || looks > MOST_LOOKS) {
                    full = true;
                    return false;
                }
                last = Math.max(last, place.number());
                if (place.number() > listed && later.state().isWaiting(run, place)) {
                    page.add(LaterFind.message(later.queueId(), reader()));
                    bytes += stored.size();
                } else {
                    looks++;
                }
                return true;
            }

            @Override
            protected void done() {
                if (full) {
                    end(run, last);
                } else {
                    next();
                }
            }

            @Override
            protected void stopped(LogFailure why) {
                reply.refused(core.gate.refusal(why));
            }
        }.start();
    }

    private void end(@Nullable LaterRun run, long last) {
        String next =
                run == null
                        ? ScheduledPage.FIRST
                        : new Cursor(run.range.from(), run.range.to(), last).toString();
        reply.ok(new ScheduledPage(List.copyOf(page), next));
    }
}
