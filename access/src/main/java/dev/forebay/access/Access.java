package dev.forebay.access;

import dev.forebay.access.login.Dice;
import dev.forebay.access.login.Seal;
import dev.forebay.access.login.Sessions;
import dev.forebay.access.store.AuditLog;
import dev.forebay.access.store.DeniedChanges;
import dev.forebay.access.store.DirectoryStore;
import dev.forebay.access.store.Noting;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Reply;
import dev.forebay.log.LogStore;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All that faces ask about users and rights. Made, then {@link #load}ed, then used.
 *
 * <p>A face finds out who asks ({@link Logins#authenticate}, or its protocol's own way), then asks
 * {@link Authorizer#authorize} before it does anything, and answers a denial in its protocol's
 * terms. While there are no users everything is allowed and nothing is looked up.
 */
public final class Access {
    private final DirectoryStore store;
    private final AuditLog audit;
    private final DeniedChanges denied;
    private final Noting noting;
    private final Accounts accounts;
    private final Credentials credentials;
    private final VhostAccounts vhosts;
    private final Logins logins;
    private final Authorizer authorizer;
    private final Seal seal;

    /**
     * Touches nothing yet.
     *
     * @param queues finds a queue by its name, for its policy
     * @param seal what access keys are encrypted with
     * @param slow runs what takes some ten milliseconds of a core
     */
    public Access(
            LogStore log,
            Lane lane,
            EngineClock clock,
            Function<String, Optional<QueueInfo>> queues,
            Dice dice,
            Seal seal,
            Executor slow) {
        this.audit = new AuditLog(log, lane, clock, AuditLog.Retention.defaults());
        this.noting = new Noting(audit, clock);
        this.denied = new DeniedChanges(audit, lane, clock);
        this.store = new DirectoryStore(log, lane, clock, audit);
        AccountChanges changes = new AccountChanges(store, clock);
        this.accounts = new Accounts(changes, clock, dice);
        this.credentials = new Credentials(changes, clock, dice, seal);
        this.vhosts = new VhostAccounts(changes);
        this.logins =
                new Logins(store::current, Sessions.Limits.defaults(), clock, dice, lane, slow);
        store.whenRemoved(logins::forget);
        this.authorizer = new Authorizer(store::current, new QueuePolicies(queues));
        this.seal = seal;
    }

    /** Reads what the store holds. On the lane, once, before anything else. */
    public void load(Reply<Directory> reply) {
        store.load(reply);
    }

    /** True while there are no users, and everybody may do everything. On any thread. */
    public boolean open() {
        return store.current().open();
    }

    /** Users and credentials as they are now. On any thread. */
    public Directory directory() {
        return store.current();
    }

    /**
     * Has somebody told of each user that is removed, before there can be another of that name:
     * what a user has open must not become the next one's. On the lane.
     */
    public void whenUserRemoved(Consumer<String> farewell) {
        store.whenRemoved(farewell);
    }

    /** Changes users. */
    public Accounts accounts() {
        return accounts;
    }

    /** Changes access keys and tokens. */
    public Credentials credentials() {
        return credentials;
    }

    /** Changes what users may do in virtual hosts. */
    public VhostAccounts vhosts() {
        return vhosts;
    }

    /** Finds out who asks. */
    public Logins logins() {
        return logins;
    }

    /** Decides. */
    public Authorizer authorizer() {
        return authorizer;
    }

    /** Who changed what. */
    public AuditLog audit() {
        return audit;
    }

    /** Notes changes of what faces keep themselves. */
    public Noting noting() {
        return noting;
    }

    /** Notes who tried to change what he may not. */
    public DeniedChanges denied() {
        return denied;
    }

    /** What access keys are encrypted with, for whoever checks signatures. */
    public Seal seal() {
        return seal;
    }
}
