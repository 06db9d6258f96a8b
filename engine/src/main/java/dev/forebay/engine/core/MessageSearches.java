package dev.forebay.engine.core;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Messages;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Search;
import dev.forebay.engine.Timeline;
import java.util.List;

/** Begins searches. */
final class MessageSearches implements Messages {
    private final Core core;

    MessageSearches(Core core) {
        this.core = core;
    }

    @Override
    public Search timeline(Caller caller, MessageId id, Reply<Timeline> reply) {
        core.begin(caller);
        TimelineSearch search = new TimelineSearch(core, id, reply);
        search.begin();
        return search;
    }

    @Override
    public Search browse(Caller caller, String queue, Browse browse, Reply<BrowsePage> reply) {
        core.begin(caller);
        BrowseSearch search = new BrowseSearch(core, queue, browse, reply);
        search.begin();
        return search;
    }

    @Override
    public Search audit(Caller caller, String queue, Reply<List<AuditReport>> reply) {
        core.begin(caller);
        AuditSearch search = new AuditSearch(core, queue, reply);
        search.begin();
        return search;
    }
}
