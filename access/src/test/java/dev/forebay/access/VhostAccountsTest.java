package dev.forebay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.login.Seal;
import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.AuditLog;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RabbitMQ knows of users, kept over restarts. */
class VhostAccountsTest {
    private static final Caller ROOT = new Caller("http", "root", "10.0.0.9", "cli");
    private static final PasswordHash HASH =
            PasswordHash.of(
                    "rabbit_password_hashing_sha256",
                    "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");

    private final Random random = new Random(7);
    private final ArrayDeque<Runnable> lane = new ArrayDeque<>();
    private final MemoryLogStore log =
            new MemoryLogStore(lane::addLast, () -> 1, MemoryLogOptions.defaults());
    private Access access = access();

    private byte[] secret(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Access access() {
        return new Access(
                log,
                new Lane() {
                    @Override
                    public boolean inLane() {
                        return true;
                    }

                    @Override
                    public void execute(Runnable task) {
                        lane.addLast(task);
                    }

                    @Override
                    public void schedule(Runnable task, long delayMillis) {
                        lane.addLast(task);
                    }
                },
                new EngineClock() {
                    @Override
                    public long now() {
                        return 1_000_000;
                    }

                    @Override
                    public long wall() {
                        return 1_000_000;
                    }
                },
                _ -> Optional.empty(),
                this::secret,
                new Seal(new byte[Seal.KEY_BYTES], this::secret),
                lane::addLast);
    }

    private <T> Object ask(Consumer<Reply<T>> question) {
        List<Object> answers = new ArrayList<>();
        question.accept(
                new Reply<>() {
                    @Override
                    public void ok(T value) {
                        answers.add(value);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        answers.add(refusal);
                    }
                });
        run();
        return answers.getFirst();
    }

    private void run() {
        Runnable task;
        while ((task = lane.pollFirst()) != null) {
            task.run();
        }
    }

    private void restart() {
        access = access();
        Object _ = this.<Directory>ask(access::load);
    }

    private Object add(String name, Role... roles) {
        return this.<User>ask(reply ->
                access.accounts()
                        .add(ROOT, name, Set.of(roles), List.of(), Optional.empty(), reply));
    }

    private Object put(VhostPermission permission) {
        return this.<VhostPermission>ask(reply -> access.vhosts().put(ROOT, permission, reply));
    }

    private Object put(TopicPermission permission) {
        return this.<TopicPermission>ask(
                reply -> access.vhosts().putTopic(ROOT, permission, reply));
    }

    private Object tag(String user, String... tags) {
        return put(user, new NewPassword.Same(), tags);
    }

    private Object put(String user, NewPassword password, String... tags) {
        return this.<User>ask(reply ->
                access.accounts().put(ROOT, user, new UserTags(List.of(tags)), password, reply));
    }

    private Logins.Checked check(String name, String password) {
        List<Logins.Checked> answers = new ArrayList<>();
        access.logins().check(name, password, "10.0.0.1", answers::add);
        run();
        return answers.getFirst();
    }

    private List<String> audited() {
        AuditLog.Page page =
                (AuditLog.Page)
                        this.<AuditLog.Page>ask(reply -> access.audit().read(0, 100, reply));
        return page.entries().stream().map(AuditEntry::action).toList();
    }

    @BeforeEach
    void users() {
        Object _ = this.<Directory>ask(access::load);
        assertThat(add("root", Role.ADMIN)).isInstanceOf(User.class);
        assertThat(add("bob")).isInstanceOf(User.class);
    }

    @Test
    void permissions_are_kept_and_go_with_user_and_virtual_host() {
        VhostPermission here = VhostPermission.of("bob", "/", "^a", "^b", "");
        VhostPermission there = VhostPermission.of("bob", "staging", ".*", ".*", ".*");
        TopicPermission topic =
                TopicPermission.of("bob", "staging", "amq.topic", "^{username}", "");
        assertThat(put(here)).isEqualTo(here);
        assertThat(put(there)).isEqualTo(there);
        assertThat(put(topic)).isEqualTo(topic);
        assertThat(put(VhostPermission.of("ghost", "/", "", "", "")))
                .isInstanceOf(Refusal.InvalidSetting.class);
        restart();
        assertThat(access.directory().vhosts().permissions()).containsExactly(here, there);
        assertThat(access.directory().vhosts().topics()).containsExactly(topic);

        Object _ = this.<String>ask(reply -> access.vhosts().forgetVhost(ROOT, "staging", reply));
        Object _ =
                this.<Optional<VhostPermission>>ask(
                        reply -> access.vhosts().remove(ROOT, "bob", "/", reply));
        restart();
        assertThat(access.directory().vhosts().count()).isZero();

        assertThat(put(here)).isEqualTo(here);
        assertThat(put(topic)).isEqualTo(topic);
        Object _ =
                this.<Optional<TopicPermission>>ask(reply ->
                        access.vhosts().removeTopic(ROOT, "bob", "staging", "amq.topic", reply));
        assertThat(access.directory().vhosts().count()).isEqualTo(1);
        Object _ = this.<User>ask(reply -> access.accounts().remove(ROOT, "bob", reply));
        restart();
        assertThat(access.directory().vhosts().count()).isZero();
        assertThat(audited())
                .contains(
                        "set permission",
                        "remove permission",
                        "set topic permission",
                        "remove topic permission",
                        "remove permissions of virtual host");
    }

    @Test
    void tags_mean_roles_and_leave_other_roles_alone() {
        assertThat(add("ann", Role.PUBLISH)).isInstanceOf(User.class);
        assertThat(tag("ann", "administrator", "custom")).isInstanceOf(User.class);
        restart();
        assertThat(access.directory().tags("ann").list())
                .containsExactly("administrator", "custom");
        assertThat(access.directory().user("ann").orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.PUBLISH, Role.ADMIN);
        assertThat(tag("ann", "monitoring")).isInstanceOf(User.class);
        assertThat(access.directory().user("ann").orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.PUBLISH, Role.MONITOR);
        assertThat(Role.MONITOR.rights()).isEqualTo(Rights.of(Right.VIEW));
        assertThat(tag("new", "monitoring")).isInstanceOf(User.class);
        assertThat(access.directory().user("new").orElseThrow().roles())
                .containsExactly(Role.MONITOR);
    }

    @Test
    void a_password_from_rabbitmq_works_until_another_is_set() {
        Object _ = put("bob", new NewPassword.Hashed(HASH));
        restart();
        assertThat(check("bob", "test12")).isInstanceOf(Logins.Checked.Right.class);
        assertThat(check("bob", "test13")).isInstanceOf(Logins.Checked.Wrong.class);
        assertThat(access.directory().hash("bob").orElseThrow().base64()).isEqualTo(HASH.base64());

        Object _ =
                this.<User>ask(reply ->
                        access.accounts()
                                .setPassword(
                                        ROOT,
                                        "bob",
                                        access.accounts().verifier("correct horse"),
                                        reply));
        restart();
        assertThat(access.directory().hash("bob")).isEmpty();
        assertThat(check("bob", "correct horse")).isInstanceOf(Logins.Checked.Right.class);
        assertThat(check("bob", "test12")).isInstanceOf(Logins.Checked.Wrong.class);
    }

    /** What is told of tags must be what holds, whoever gave the roles that they mean. */
    @Test
    void tags_follow_roles_that_were_given_otherwise() {
        assertThat(add("ann", Role.ADMIN, Role.OPERATE)).isInstanceOf(User.class);
        assertThat(access.directory().tags("ann").list()).containsExactly("administrator");
        assertThat(tag("ann")).isInstanceOf(User.class);
        assertThat(access.directory().user("ann").orElseThrow().roles())
                .containsExactly(Role.OPERATE);
        assertThat(tag("ann", "monitoring", "custom")).isInstanceOf(User.class);
        assertThat(add("eve", Role.VIEW)).isInstanceOf(User.class);
        assertThat(tag("eve", access.directory().tags("eve").list().toArray(String[]::new)))
                .isInstanceOf(User.class);
        assertThat(access.directory().user("eve").orElseThrow().roles()).containsExactly(Role.VIEW);
        UserChange publisher =
                new UserChange(
                        Optional.of(Set.of(Role.PUBLISH)), Optional.empty(), Optional.empty());
        Object _ = this.<User>ask(reply -> access.accounts().change(ROOT, "ann", publisher, reply));
        restart();
        assertThat(access.directory().tags("ann").list()).containsExactly("custom");
    }

    @Test
    void a_password_can_be_taken_away_whatever_kind_it_is_of() {
        Object _ = put("bob", new NewPassword.Hashed(HASH));
        assertThat(put("bob", new NewPassword.None())).isInstanceOf(User.class);
        restart();
        assertThat(check("bob", "test12")).isInstanceOf(Logins.Checked.Wrong.class);
        Object _ = put("bob", new NewPassword.Derived(access.accounts().verifier("correct horse")));
        assertThat(put("bob", new NewPassword.None())).isInstanceOf(User.class);
        assertThat(check("bob", "correct horse")).isInstanceOf(Logins.Checked.Wrong.class);
    }

    @Test
    void nobody_signs_in_without_a_password_though_rabbitmq_hashed_none() {
        PasswordHash none =
                PasswordHash.of(
                        "rabbit_password_hashing_sha256",
                        "L3cFZuDQngbPIxvIw2Oiw7iMwfcrfGkRraQuyqAF7ipI7q7Y");
        assertThat(none.check("")).isTrue();
        Object _ = put("bob", new NewPassword.Hashed(none));
        assertThat(check("bob", "")).isInstanceOf(Logins.Checked.Wrong.class);
    }
}
