package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.ReplayPreview;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.Locale;

/** Replays whose beginning and changes are noted. */
final class AuditedReplays implements Replays {
    private final Replays replays;
    private final Noting noting;

    AuditedReplays(Replays replays, Noting noting) {
        this.replays = replays;
        this.noting = noting;
    }

    @Override
    public Waiting preview(String queue, Replay replay, Reply<ReplayPreview> reply) {
        return replays.preview(queue, replay, reply);
    }

    @Override
    public void start(Caller caller, String queue, Replay replay, Reply<ReplayInfo> reply) {
        Noting.What what = Noting.What.made(WishText.of(replay));
        replays.start(caller, queue, replay, noting.of(caller, "begin replay", queue, what, reply));
    }

    @Override
    public void change(
            Caller caller,
            String queue,
            int number,
            ReplayInfo.Phase phase,
            Reply<ReplayInfo> reply) {
        String action = "replay " + phase.name().toLowerCase(Locale.ROOT);
        replays.change(
                caller,
                queue,
                number,
                phase,
                noting.of(caller, action, queue + "/" + number, reply));
    }

    @Override
    public List<ReplayInfo> all(String queue) {
        return replays.all(queue);
    }
}
