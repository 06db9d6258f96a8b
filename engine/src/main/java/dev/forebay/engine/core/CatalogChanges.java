package dev.forebay.engine.core;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The changes that can be made to the catalog. */
final class CatalogChanges {
    private final Core core;
    private final Map<String, Long> deletedAt = new HashMap<>();

    CatalogChanges(Core core) {
        this.core = core;
    }

    void create(
            String name, QueueSettings settings, Map<String, String> tags, Reply<QueueInfo> reply) {
        core.catalog.change(new Create(name, settings, tags, reply));
    }

    void update(String name, QueueSettings settings, Reply<QueueInfo> reply) {
        core.catalog.change(
                new Replace(name, reply) {
                    @Override
                    Optional<Refusal> wrong(QueueInfo old) {
                        return CatalogChanges.this.wrong(old, settings);
                    }

                    @Override
                    QueueInfo changed(QueueInfo old) {
                        return new QueueInfo(
                                old.id(), name, settings, old.tags(), old.createdAt(), core.wall());
                    }
                });
    }

    /** Why a queue, known or not, could not get the settings. */
    Optional<Refusal> refusal(String name, QueueSettings settings) {
        return core.catalog
                .find(name)
                .map(known -> wrong(known.info(), settings))
                .orElseGet(() -> new SettingsCheck(name, settings, core.limits).refusal());
    }

    private Optional<Refusal> wrong(QueueInfo old, QueueSettings settings) {
        QueueSettings before = old.settings();
        return fixed("kind", before.kind(), settings.kind())
                .or(() -> fixed("ordering", before.ordering(), settings.ordering()))
                .or(() -> fixed("durability", before.durability(), settings.durability()))
                .or(() -> new SettingsCheck(old.name(), settings, core.limits).refusal());
    }

    private static Optional<Refusal> fixed(String setting, Enum<?> before, Enum<?> after) {
        return before == after
                ? Optional.empty()
                : Optional.of(
                        new Refusal.InvalidSetting(
                                setting, after.toString(), before + ", as the queue was created"));
    }

    void tag(String name, Map<String, String> tags, Reply<QueueInfo> reply) {
        Map<String, String> kept = Map.copyOf(tags);
        core.catalog.change(
                new Replace(name, reply) {
                    @Override
                    Optional<Refusal> wrong(QueueInfo old) {
                        return Optional.empty();
                    }

                    @Override
                    QueueInfo changed(QueueInfo old) {
                        return new QueueInfo(
                                old.id(),
                                name,
                                old.settings(),
                                kept,
                                old.createdAt(),
                                old.modifiedAt());
                    }
                });
    }

    void delete(String name, Reply<QueueInfo> reply) {
        core.catalog.change(
                new CatalogChange() {
                    @Override
                    public Optional<String> queue() {
                        return Optional.of(name);
                    }

                    @Override
                    public StoreGate.Work work() {
                        // It makes room.
                        return StoreGate.Work.ACK;
                    }

                    @Override
                    public Optional<CatalogCodec.Entry> decide() {
                        Optional<QueueState> queue = core.catalog.find(name);
                        if (queue.isEmpty()) {
                            reply.refused(new Refusal.NoSuchQueue(name));
                        }
                        return queue.map(known -> new CatalogCodec.Entry.Deleted(known.id()));
                    }

                    @Override
                    public void made() {
                        QueueState queue = core.catalog.find(name).orElseThrow();
                        core.catalog.remove(queue);
                        if (core.limits.nameReuseMillis() > 0) {
                            deletedAt.put(name, core.now());
                        }
                        reply.ok(queue.info());
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    /** Makes a queue unless it is there. */
    private final class Create implements CatalogChange {
        private final String name;
        private final QueueSettings settings;
        private final Map<String, String> tags;
        private final Reply<QueueInfo> reply;
        private Optional<QueueInfo> created = Optional.empty();

        Create(
                String name,
                QueueSettings settings,
                Map<String, String> tags,
                Reply<QueueInfo> reply) {
            this.name = name;
            this.settings = settings;
            this.tags = Map.copyOf(tags);
            this.reply = reply;
        }

        @Override
        public Optional<String> queue() {
            return Optional.of(name);
        }

        @Override
        public StoreGate.Work work() {
            // A volatile one takes nothing of the disk.
            return settings.isVolatile() ? StoreGate.Work.RECEIVE : StoreGate.Work.RELEASE;
        }

        @Override
        public Optional<CatalogCodec.Entry> decide() {
            Optional<QueueState> known = core.catalog.find(name);
            if (known.isPresent()) {
                answer(known.get().info());
                return Optional.empty();
            }
            Optional<Refusal> wrong =
                    new SettingsCheck(name, settings, core.limits).refusal().or(this::tooSoon);
            if (wrong.isPresent()) {
                reply.refused(wrong.get());
                return Optional.empty();
            }
            QueueInfo info =
                    new QueueInfo(
                            core.catalog.takeId(), name, settings, tags, core.wall(), core.wall());
            created = Optional.of(info);
            return Optional.of(new CatalogCodec.Entry.Queue(info));
        }

        private void answer(QueueInfo known) {
            SettingsCheck.difference(known.settings(), settings)
                    .ifPresentOrElse(
                            part -> reply.refused(new Refusal.QueueExists(name, part)),
                            () -> reply.ok(known));
        }

        private Optional<Refusal> tooSoon() {
            Long at = deletedAt.get(name);
            long left = at == null ? 0 : at + core.limits.nameReuseMillis() - core.now();
            if (left <= 0) {
                deletedAt.remove(name);
                return Optional.empty();
            }
            return Optional.of(new Refusal.QueueDeletedRecently(name, left));
        }

        @Override
        public void made() {
            QueueInfo info = created.orElseThrow();
            core.catalog.add(info).partition().startEmpty();
            reply.ok(info);
        }

        @Override
        public void refused(Refusal refusal) {
            reply.refused(refusal);
        }
    }

    /** Puts a queue's entry in the place of its old one. */
    private abstract class Replace implements CatalogChange {
        private final String name;
        private final Reply<QueueInfo> reply;
        private Optional<QueueInfo> replaced = Optional.empty();

        Replace(String name, Reply<QueueInfo> reply) {
            this.name = name;
            this.reply = reply;
        }

        @Override
        public Optional<String> queue() {
            return Optional.of(name);
        }

        abstract Optional<Refusal> wrong(QueueInfo old);

        abstract QueueInfo changed(QueueInfo old);

        @Override
        public Optional<CatalogCodec.Entry> decide() {
            Optional<QueueState> known = core.catalog.find(name);
            if (known.isEmpty()) {
                reply.refused(new Refusal.NoSuchQueue(name));
                return Optional.empty();
            }
            QueueInfo old = known.get().info();
            Optional<Refusal> refusal = wrong(old);
            if (refusal.isPresent()) {
                reply.refused(refusal.get());
                return Optional.empty();
            }
            replaced = Optional.of(changed(old));
            return replaced.map(CatalogCodec.Entry.Queue::new);
        }

        @Override
        public void made() {
            QueueState queue = core.catalog.find(name).orElseThrow();
            queue.setInfo(replaced.orElseThrow());
            queue.partition().adapt();
            queue.partition().serve();
            reply.ok(queue.info());
        }

        @Override
        public void refused(Refusal refusal) {
            reply.refused(refusal);
        }
    }
}
