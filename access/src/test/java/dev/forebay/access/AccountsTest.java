package dev.forebay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.Logins.SignIn;
import dev.forebay.access.login.Seal;
import dev.forebay.access.login.Session;
import dev.forebay.access.store.AuditEntry;
import dev.forebay.access.store.AuditLog;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users, keys, tokens and sessions through their life, over restarts. */
class AccountsTest {
    private static final Caller ROOT = new Caller("http", "root", "10.0.0.9", "cli");
    private static final Caller VISITOR = new Caller("http", "", "10.0.0.1", "browser");
    private static final String PASSWORD = "correct horse";

    private final Random random = new Random(7);
    private final ArrayDeque<Runnable> lane = new ArrayDeque<>();
    private final MemoryLogStore log =
            new MemoryLogStore(this::later, () -> 1, MemoryLogOptions.defaults().withGaps(() -> 2));
    private long now = 1_000_000;
    private Access access = access();

    private void later(Runnable task) {
        lane.addLast(task);
    }

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
                        later(task);
                    }

                    @Override
                    public void schedule(Runnable task, long delayMillis) {
                        later(task);
                    }
                },
                new EngineClock() {
                    @Override
                    public long now() {
                        return now;
                    }

                    @Override
                    public long wall() {
                        return now;
                    }
                },
                _ -> Optional.empty(),
                this::secret,
                new Seal(new byte[Seal.KEY_BYTES], this::secret),
                this::later);
    }

    private <T> Object ask(Consumer<Reply<T>> question) {
        List<Object> answers = new ArrayList<>();
        question.accept(noting(answers));
        run();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static <T> Reply<T> noting(List<Object> answers) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                answers.add(value == null ? "null" : value);
            }

            @Override
            public void refused(Refusal refusal) {
                answers.add(refusal);
            }
        };
    }

    private void run() {
        Runnable task;
        while ((task = lane.pollFirst()) != null) {
            task.run();
        }
    }

    private Object add(String name, Role... roles) {
        return this.<User>ask(reply ->
                access.accounts()
                        .add(
                                ROOT,
                                name,
                                Set.of(roles),
                                List.of(new Grant("q-*", Rights.of(Right.SEND))),
                                Optional.of(access.accounts().verifier(PASSWORD)),
                                reply));
    }

    private static UserChange roles(Set<Role> roles) {
        return new UserChange(Optional.of(roles), Optional.empty(), Optional.empty());
    }

    private static UserChange switchedOff() {
        return new UserChange(
                Optional.empty(), Optional.empty(), Optional.of(User.State.SWITCHED_OFF));
    }

    private SignIn signIn(String name, String password) {
        List<SignIn> answers = new ArrayList<>();
        access.logins().signIn(name, password, VISITOR, answers::add);
        run();
        return answers.getFirst();
    }

    private Session session(String name) {
        return ((SignIn.Done) signIn(name, PASSWORD)).session();
    }

    private Authentication authenticate(
            String authorization, String session, String csrf, HttpCredentials.Deed deed) {
        return access.logins()
                .authenticate(
                        new HttpCredentials(
                                authorization.isEmpty() ? null : authorization,
                                session.isEmpty() ? null : session,
                                csrf.isEmpty() ? null : csrf,
                                deed),
                        VISITOR,
                        Principal.Line.PLAIN);
    }

    private static String name(Authentication authentication) {
        return authentication instanceof Authentication.Known known
                ? known.principal().name()
                : "rejected";
    }

    private List<AuditEntry> audit() {
        AuditLog.Page page =
                (AuditLog.Page)
                        this.<AuditLog.Page>ask(reply -> access.audit().read(0, 100, reply));
        return page.entries();
    }

    private void restart() {
        access = access();
        Object _ = this.<Directory>ask(access::load);
    }

    @BeforeEach
    void load() {
        Object _ = this.<Directory>ask(access::load);
    }

    @Test
    void the_first_user_is_an_administrator_and_ends_the_open_state() {
        assertThat(access.open()).isTrue();
        assertThat(add("ann", Role.VIEW)).isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(add("root", Role.ADMIN)).isInstanceOf(User.class);
        assertThat(access.open()).isFalse();
        assertThat(add("root", Role.ADMIN)).isInstanceOf(Refusal.NameTaken.class);
        assertThat(add("..", Role.VIEW)).isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(add("ann", Role.VIEW)).isInstanceOf(User.class);
    }

    @Test
    void the_last_administrator_stays() {
        var _ = add("root", Role.ADMIN);

        assertThat(this.<User>ask(reply -> access.accounts().remove(ROOT, "root", reply)))
                .isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(
                        this.<User>ask(reply ->
                                access.accounts().change(ROOT, "root", switchedOff(), reply)))
                .isInstanceOf(Refusal.InvalidSetting.class);
        var _ = add("second", Role.ADMIN);
        assertThat(this.<User>ask(reply -> access.accounts().remove(ROOT, "root", reply)))
                .isInstanceOf(User.class);
        assertThat(
                        this.<User>ask(reply ->
                                access.accounts()
                                        .change(ROOT, "second", roles(Set.of(Role.VIEW)), reply)))
                .isInstanceOf(Refusal.InvalidSetting.class);
    }

    @Test
    void the_last_administrator_with_a_password_keeps_it() {
        var _ = add("root", Role.ADMIN);

        assertThat(withoutPassword("root")).isInstanceOf(Refusal.InvalidSetting.class);
        var _ = add("second", Role.ADMIN);
        assertThat(withoutPassword("root")).isInstanceOf(User.class);
        assertThat(withoutPassword("second")).isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(withoutPassword("root")).isInstanceOf(User.class);
    }

    private Object withoutPassword(String administrator) {
        return this.<User>ask(reply ->
                access.accounts()
                        .put(
                                ROOT,
                                administrator,
                                new UserTags(List.of("administrator")),
                                new NewPassword.None(),
                                reply));
    }

    @Test
    void everything_is_there_after_a_restart() throws Exception {
        var _ = add("root", Role.ADMIN);
        var _ = add("ann", Role.VIEW, Role.PUBLISH);
        var made =
                (Credentials.NewKey)
                        this.<Credentials.NewKey>ask(
                                reply -> access.credentials().addKey(ROOT, "ann", reply));
        var token =
                (Credentials.NewToken)
                        this.<Credentials.NewToken>ask(reply ->
                                access.credentials()
                                        .addToken(
                                                ROOT,
                                                "ann",
                                                new Scope(Rights.of(Right.SEND), "q-*"),
                                                "ci",
                                                60_000,
                                                reply));
        String users = access.directory().users().toString();

        restart();

        assertThat(access.directory().users().toString()).isEqualTo(users);
        AccessKey key = access.directory().key(made.key().id()).orElseThrow();
        assertThat(made.key().id()).matches("FBAK[A-Z2-7]{16}");
        assertThat(
                        new String(
                                access.seal().open(key.id(), key.sealedSecret()),
                                StandardCharsets.UTF_8))
                .isEqualTo(made.secret())
                .hasSize(40);
        assertThat(access.directory().token(token.token().id())).contains(token.token());
        assertThat(signIn("ann", PASSWORD)).isInstanceOf(SignIn.Done.class);
    }

    @Test
    void a_removed_user_takes_keys_and_tokens_along() {
        var _ = add("root", Role.ADMIN);
        var _ = add("ann", Role.VIEW);
        Object _ =
                this.<Credentials.NewKey>ask(
                        reply -> access.credentials().addKey(ROOT, "ann", reply));
        Object _ = this.<User>ask(reply -> access.accounts().remove(ROOT, "ann", reply));
        restart();

        assertThat(access.directory().keys()).isEmpty();
        assertThat(access.directory().user("ann")).isEmpty();
    }

    @Test
    void what_a_removed_user_began_is_not_the_next_ones_of_that_name() {
        var _ = add("root", Role.ADMIN);
        var _ = add("ann", Role.VIEW);
        Session session = session("ann");
        List<SignIn> late = new ArrayList<>();
        access.logins().signIn("ann", PASSWORD, VISITOR, late::add);
        lane.removeFirst().run();
        Runnable answer = lane.removeFirst();

        Object _ = this.<User>ask(reply -> access.accounts().remove(ROOT, "ann", reply));
        now++;
        var _ = add("ann", Role.OPERATE);
        answer.run();

        assertThat(name(authenticate("", session.id(), "", HttpCredentials.Deed.READ)))
                .isEqualTo("rejected");
        assertThat(late).containsExactly(new SignIn.Wrong());
    }

    @Test
    void the_user_whose_password_everybody_knows_signs_in_on_this_machine_only() {
        var _ = add("guest", Role.ADMIN);

        assertThat(signIn("guest", PASSWORD)).isEqualTo(new SignIn.Elsewhere());
        assertThat(signIn("guest", "wrong")).isEqualTo(new SignIn.Elsewhere());
        assertThat(access.logins().vouched("guest", "10.0.0.1"))
                .isEqualTo(new Logins.Checked.Elsewhere());
        for (String here : List.of("127.0.0.1", "127.8.9.1", "0:0:0:0:0:0:0:1")) {
            assertThat(access.logins().vouched("guest", here))
                    .isInstanceOf(Logins.Checked.Right.class);
        }
    }

    @Test
    void a_rotated_key_works_for_a_while_beside_its_successor() {
        var _ = add("root", Role.ADMIN);
        var first =
                (Credentials.NewKey)
                        this.<Credentials.NewKey>ask(
                                reply -> access.credentials().addKey(ROOT, "root", reply));
        String id = first.key().id();
        var second =
                (Credentials.NewKey)
                        this.<Credentials.NewKey>ask(
                                reply -> access.credentials().rotateKey(ROOT, id, 1_000, reply));

        assertThat(access.directory().workingKey(id, now + 999)).isNotNull();
        assertThat(access.directory().workingKey(id, now + 1_000)).isNull();
        assertThat(access.directory().workingKey(second.key().id(), now + 1_000)).isNotNull();
        Object _ =
                this.<AccessKey>ask(
                        reply -> access.credentials().revokeKey(ROOT, second.key().id(), reply));
        assertThat(access.directory().workingKey(second.key().id(), now)).isNull();
    }

    @Test
    void a_token_says_who_asks_until_it_ends() {
        var _ = add("root", Role.ADMIN);
        var made =
                (Credentials.NewToken)
                        this.<Credentials.NewToken>ask(reply ->
                                access.credentials()
                                        .addToken(ROOT, "root", Scope.FULL, "", 60_000, reply));
        String bearer = "Bearer " + made.text();

        assertThat(name(authenticate(bearer, "", "", HttpCredentials.Deed.WRITE)))
                .isEqualTo("root");
        assertThat(name(authenticate(bearer + "x", "", "", HttpCredentials.Deed.WRITE)))
                .isEqualTo("rejected");
        assertThat(name(authenticate("Basic cm9vdDp4", "", "", HttpCredentials.Deed.READ)))
                .isEqualTo("rejected");
        assertThat(name(authenticate("", "", "", HttpCredentials.Deed.READ))).isEmpty();
        assertThat(access.directory().tokens().toString()).doesNotContain(made.text());
        now += 60_000;
        assertThat(name(authenticate(bearer, "", "", HttpCredentials.Deed.WRITE)))
                .isEqualTo("rejected");
    }

    @Test
    void a_session_writes_only_with_its_second_secret() {
        var _ = add("root", Role.ADMIN);
        Session session = session("root");
        String id = session.id();

        assertThat(name(authenticate("", id, "", HttpCredentials.Deed.READ))).isEqualTo("root");
        assertThat(name(authenticate("", id, "", HttpCredentials.Deed.WRITE)))
                .isEqualTo("rejected");
        assertThat(name(authenticate("", id, "guess", HttpCredentials.Deed.WRITE)))
                .isEqualTo("rejected");
        assertThat(name(authenticate("", id, session.csrf(), HttpCredentials.Deed.WRITE)))
                .isEqualTo("root");
        access.logins().signOut(id);
        assertThat(name(authenticate("", id, "", HttpCredentials.Deed.READ))).isEqualTo("rejected");
    }

    @Test
    void a_new_password_ends_sessions() {
        var _ = add("root", Role.ADMIN);
        Session session = session("root");
        Object _ =
                this.<User>ask(reply ->
                        access.accounts()
                                .setPassword(
                                        ROOT,
                                        "root",
                                        access.accounts().verifier("another horse"),
                                        reply));

        assertThat(name(authenticate("", session.id(), "", HttpCredentials.Deed.READ)))
                .isEqualTo("rejected");
        assertThat(signIn("root", PASSWORD)).isInstanceOf(SignIn.Wrong.class);
        assertThat(signIn("root", "another horse")).isInstanceOf(SignIn.Done.class);
    }

    @Test
    void a_session_of_a_removed_user_is_not_one_of_the_next_of_that_name() {
        var _ = add("root", Role.ADMIN);
        var _ = add("ann", Role.VIEW);
        Session session = session("ann");

        Object _ = this.<User>ask(reply -> access.accounts().remove(ROOT, "ann", reply));
        now += 1_000;
        var _ = add("ann", Role.ADMIN);

        assertThat(name(authenticate("", session.id(), "", HttpCredentials.Deed.READ)))
                .isEqualTo("rejected");
    }

    @Test
    void changes_that_are_asked_for_at_once_follow_one_another() {
        var _ = add("root", Role.ADMIN);
        List<Object> answers = new ArrayList<>();
        Reply<User> reply = noting(answers);

        access.accounts().add(ROOT, "ann", Set.of(), List.of(), Optional.empty(), reply);
        access.accounts().remove(ROOT, "ann", reply);
        access.accounts().remove(ROOT, "ann", reply);
        run();

        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).isEqualTo(answers.get(1)).isInstanceOf(User.class);
        assertThat(answers.get(2)).isInstanceOf(Refusal.InvalidSetting.class);
    }

    @Test
    void who_is_wrong_waits_and_others_do_not() {
        var _ = add("root", Role.ADMIN);
        var _ = add("ann", Role.VIEW);
        assertThat(signIn("ann", "wrong")).isEqualTo(new SignIn.Wrong());
        assertThat(signIn("ghost", "wrong")).isEqualTo(new SignIn.Wrong());
        for (int i = 0; i < 2; i++) {
            assertThat(signIn("ann", "wrong")).isEqualTo(new SignIn.Wrong());
        }

        assertThat(signIn("ann", PASSWORD)).isInstanceOf(SignIn.Later.class);
        assertThat(signIn("root", PASSWORD)).isInstanceOf(SignIn.Done.class);
        now += 1_000;
        assertThat(signIn("ann", PASSWORD)).isInstanceOf(SignIn.Done.class);
    }

    @Test
    void every_change_is_in_the_audit_log_and_no_secret_is() {
        var _ = add("root", Role.ADMIN);
        var made =
                (Credentials.NewKey)
                        this.<Credentials.NewKey>ask(
                                reply -> access.credentials().addKey(ROOT, "root", reply));
        restart();

        List<AuditEntry> entries = audit();

        assertThat(entries)
                .extracting(AuditEntry::user, AuditEntry::address, AuditEntry::action)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("root", "10.0.0.9", "add user"),
                        org.assertj.core.groups.Tuple.tuple("root", "10.0.0.9", "add access key"));
        assertThat(entries.toString()).doesNotContain(made.secret(), PASSWORD);
        assertThat(made.toString()).doesNotContain(made.secret());
    }

    @Test
    void attempts_that_were_denied_cannot_fill_the_audit_log() {
        for (int i = 0; i < 1_000; i++) {
            access.denied().note(VISITOR, "purge queue", "q" + i, "may not");
        }
        access.denied().note(ROOT, "purge queue", "of-root", "may not");
        run();
        assertThat(audit()).hasSize(61);
        now += 10_000;
        access.denied().note(VISITOR, "purge queue", "later", "may not.");
        access.denied().note(VISITOR, "purge queue", "too-soon", "may not.");
        run();

        List<AuditEntry> entries = audit();
        assertThat(entries).hasSize(62);
        assertThat(entries.getLast().target()).isEqualTo("later");
        assertThat(entries.getLast().outcome()).isEqualTo(AuditEntry.Outcome.DENIED);
        assertThat(entries.getLast().detail())
                .isEqualTo("may not. 940 attempts before it are not noted.");
    }

    @Test
    void the_stream_does_not_grow_with_the_number_of_changes() {
        var _ = add("root", Role.ADMIN);
        for (int i = 0; i < 2_500; i++) {
            Set<Role> roles = i % 2 == 0 ? Set.of(Role.ADMIN) : Set.of(Role.ADMIN, Role.VIEW);
            Object _ =
                    this.<User>ask(
                            reply -> access.accounts().change(ROOT, "root", roles(roles), reply));
        }
        restart();

        assertThat(access.directory().user("root").orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.ADMIN, Role.VIEW);
    }
}
