package dev.forebay.sqs;

import dev.forebay.engine.Caller;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedrivePreview;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Redrives that begin and move nothing. */
final class FakeRedrives implements Redrives {
    private static final long LONG_AFTER_ALL_QUEUES = 1L << 50;

    private final List<RedriveInfo> begun = new ArrayList<>();

    @Override
    public void start(Caller caller, RedriveRequest request, Reply<RedriveInfo> reply) {
        RedriveInfo info =
                new RedriveInfo(
                        begun.size() + 1,
                        request,
                        RedriveInfo.State.RUNNING,
                        LONG_AFTER_ALL_QUEUES,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        "");
        begun.add(info);
        reply.ok(info);
    }

    @Override
    public void preview(
            Caller caller, RedriveRequest request, int sample, Reply<RedrivePreview> reply) {
        throw new UnsupportedOperationException("nothing is previewed here");
    }

    @Override
    public void pause(Caller caller, long id, Reply<RedriveInfo> reply) {
        throw new UnsupportedOperationException("nothing is paused here");
    }

    @Override
    public void resume(Caller caller, long id, Reply<RedriveInfo> reply) {
        throw new UnsupportedOperationException("nothing is resumed here");
    }

    @Override
    public void cancel(Caller caller, long id, Reply<RedriveInfo> reply) {
        reply.ok(find(id).orElseThrow());
    }

    @Override
    public Optional<RedriveInfo> find(long id) {
        return begun.stream().filter(each -> each.id() == id).findFirst();
    }

    @Override
    public List<RedriveInfo> all() {
        return begun;
    }
}
