package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedrivePreview;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Reply;
import java.util.List;
import java.util.Optional;

/** Redrives whose beginning and changes are noted. */
final class AuditedRedrives implements Redrives {
    private final Redrives redrives;
    private final Noting noting;

    AuditedRedrives(Redrives redrives, Noting noting) {
        this.redrives = redrives;
        this.noting = noting;
    }

    @Override
    public void start(Caller caller, RedriveRequest request, Reply<RedriveInfo> reply) {
        Noting.What what = Noting.What.made(WishText.of(request));
        redrives.start(
                caller, request, noting.of(caller, "begin redrive", request.queue(), what, reply));
    }

    @Override
    public void preview(
            Caller caller, RedriveRequest request, int sample, Reply<RedrivePreview> reply) {
        redrives.preview(caller, request, sample, reply);
    }

    @Override
    public void pause(Caller caller, long id, Reply<RedriveInfo> reply) {
        redrives.pause(caller, id, noting.of(caller, "pause redrive", target(id), reply));
    }

    @Override
    public void resume(Caller caller, long id, Reply<RedriveInfo> reply) {
        redrives.resume(caller, id, noting.of(caller, "resume redrive", target(id), reply));
    }

    @Override
    public void cancel(Caller caller, long id, Reply<RedriveInfo> reply) {
        redrives.cancel(caller, id, noting.of(caller, "cancel redrive", target(id), reply));
    }

    /** The queue and the redrive's number; the number alone when there is no such redrive. */
    private String target(long id) {
        String queue = redrives.find(id).map(found -> found.request().queue() + "/").orElse("");
        return queue + id;
    }

    @Override
    public Optional<RedriveInfo> find(long id) {
        return redrives.find(id);
    }

    @Override
    public List<RedriveInfo> all() {
        return redrives.all();
    }
}
