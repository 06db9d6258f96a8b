package dev.forebay.access;

import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.Differences;
import dev.forebay.access.store.DirectoryStore;
import dev.forebay.access.store.DirectoryStore.Verdict;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes changes of users and credentials, each with its entry in the audit log. On the engine's
 * lane.
 */
final class AccountChanges {
    private final DirectoryStore store;
    private final EngineClock clock;

    AccountChanges(DirectoryStore store, EngineClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What a change comes down to, once its turn has come. */
    sealed interface Step<T> {
        /**
         * It is made.
         *
         * @param detail for the audit log
         * @param differences for the audit log
         * @param result for whoever asked
         */
        record Do<T>(
                List<DirectoryChange> changes,
                String detail,
                List<AuditEntry.Difference> differences,
                T result)
                implements Step<T> {
            Do(List<DirectoryChange> changes, String detail, T result) {
                this(changes, detail, List.of(), result);
            }

            /** A user in place of what there was of it. */
            static Do<User> put(Map<String, String> before, User after) {
                return put(before, after, List.of());
            }

            /**
             * The same with more.
             *
             * @param more changes, of the user too
             */
            static Do<User> put(
                    Map<String, String> before, User after, List<DirectoryChange> more) {
                List<DirectoryChange> all = new ArrayList<>();
                all.add(new DirectoryChange.PutUser(after));
                all.addAll(more);
                return new Do<>(all, "", Differences.between(before, after.text()), after);
            }
        }

        /** It is not. */
        record Not<T>(Refusal refusal) implements Step<T> {}

        static <T> Step<T> refuse(String setting, String value, String accepted) {
            return new Not<>(new Refusal.InvalidSetting(setting, value, accepted));
        }

        static <T> Step<T> unknown(String what, String name) {
            return refuse(what, name, "a " + what + " that there is");
        }
    }

    /**
     * Makes a change.
     *
     * @param decide told how things are when those before have ended; called once
     */
    <T> void make(
            Caller by,
            String action,
            String target,
            Function<Directory, Step<T>> decide,
            Reply<T> reply) {
        List<T> result = new ArrayList<>(1);
        store.change(
                now ->
                        switch (decide.apply(now)) {
                            case Step.Not<T> not ->
                                    new Verdict.Refuse(
                                            not.refusal(),
                                            AuditEntry.of(
                                                    clock.wall(),
                                                    by,
                                                    action,
                                                    target,
                                                    AuditEntry.Outcome.REFUSED,
                                                    not.refusal().message(),
                                                    List.of()));
                            case Step.Do<T> make -> {
                                result.add(make.result());
                                yield new Verdict.Make(
                                        make.changes(),
                                        AuditEntry.of(
                                                clock.wall(),
                                                by,
                                                action,
                                                target,
                                                AuditEntry.Outcome.DONE,
                                                make.detail(),
                                                make.differences()));
                            }
                        },
                new Reply<>() {
                    @Override
                    public void ok(Directory now) {
                        reply.ok(result.getFirst());
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    /** Users and credentials as they are now. On any thread. */
    Directory now() {
        return store.current();
    }
}
