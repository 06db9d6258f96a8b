package dev.forebay.engine.core;

import java.util.Optional;

/**
 * What the catalog does not write: changes of volatile queues. Their ids are on disk as taken
 * before they are used, many at a time, so that none ever means another queue after a restart.
 */
final class VolatileCatalog {
    /** An append for so many queues; a start leaves as many ids out at most. */
    private static final int IDS_AT_ONCE = 256;

    private final Catalog catalog;

    /** Ids below are on disk as taken. */
    private int reserved;

    VolatileCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What has to be on disk before the change is made; empty for nothing. */
    Optional<CatalogCodec.Entry> written(CatalogCodec.Entry entry) {
        if (!concernsVolatile(entry)) {
            return Optional.of(entry);
        }
        return entry instanceof CatalogCodec.Entry.Queue queue && queue.info().id() >= reserved
                ? Optional.of(new CatalogCodec.Entry.NextId(queue.info().id() + IDS_AT_ONCE))
                : Optional.empty();
    }

    /** An entry came to disk. */
    void onDisk(CatalogCodec.Entry entry) {
        if (entry instanceof CatalogCodec.Entry.NextId next) {
            reserved = Math.max(reserved, next.id());
        }
    }

    /** The first id that the disk does not know as taken, if that is the catalog's next one. */
    int firstFree(int nextId) {
        return Math.max(reserved, nextId);
    }

    private boolean concernsVolatile(CatalogCodec.Entry entry) {
        return switch (entry) {
            case CatalogCodec.Entry.Queue queue -> queue.info().settings().isVolatile();
            case CatalogCodec.Entry.Deleted deleted -> isVolatile(deleted.id());
            case CatalogCodec.Entry.NextId next -> false;
            case CatalogCodec.Entry.Subscribed subscribed ->
                    isVolatile(subscribed.subscription().queueId());
            case CatalogCodec.Entry.Unsubscribed gone -> isVolatile(gone.queueId());
            case CatalogCodec.Entry.NextNumber next -> isVolatile(next.queueId());
            case CatalogCodec.Entry.Replay replay -> isVolatile(replay.replay().queueId());
        };
    }

    private boolean isVolatile(int queueId) {
        QueueState queue = catalog.get(queueId);
        return queue != null && queue.isVolatile();
    }
}
