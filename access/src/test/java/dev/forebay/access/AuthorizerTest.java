package dev.forebay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.PolicyRefused;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizerTest {
    private static final Caller CALLER = new Caller("sqs", "", "10.0.0.1", "");

    private final Map<String, QueuePolicy> policies = new HashMap<>();
    private Directory directory = Directory.EMPTY;
    private final Authorizer authorizer =
            new Authorizer(
                    () -> directory, queue -> policies.getOrDefault(queue, QueuePolicy.NONE));

    private Principal user(String name, Set<Role> roles, Grant... grants) {
        User user =
                new User(name, roles, List.of(grants), Optional.empty(), 0, User.State.ACTIVE, 0);
        directory = directory.after(new DirectoryChange.PutUser(user));
        return principal(name);
    }

    private static Principal principal(String name) {
        return new Principal(CALLER.withUser(name), Scope.FULL, Principal.Line.PLAIN);
    }

    private static Principal nobody() {
        return Principal.anonymous(CALLER, Principal.Line.PLAIN);
    }

    private boolean may(Principal who, Operation operation, String queue) {
        return authorizer.authorize(who, operation, queue).allowed();
    }

    private void policy(String queue, String effect, String principal, String action)
            throws PolicyRefused {
        policies.put(
                queue,
                PolicyReader.read(
                        "{\"Statement\":[{\"Effect\":\""
                                + effect
                                + "\",\"Principal\":"
                                + principal
                                + ",\"Action\":\""
                                + action
                                + "\",\"Resource\":\"*\"}]}",
                        queue));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void without_users_everybody_may_do_everything(Operation operation) {
        assertThat(may(nobody(), operation, "q")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void with_users_strangers_may_do_nothing_that_is_not_for_anyone(Operation operation) {
        user("root", Set.of(Role.ADMIN));

        boolean forAnyone = operation.rule() instanceof Rule.Anyone;
        assertThat(may(nobody(), operation, "q")).isEqualTo(forAnyone);
        assertThat(may(principal("ghost"), operation, "q")).isEqualTo(forAnyone);
        assertThat(may(principal("root"), operation, "q")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void roles_allow_what_they_say_on_every_queue(Operation operation) {
        Principal viewer = user("v", Set.of(Role.VIEW));
        Principal publisher = user("p", Set.of(Role.PUBLISH));
        Principal operator = user("o", Set.of(Role.OPERATE));

        switch (operation.rule()) {
            case Rule.OnQueue rule -> {
                assertThat(may(viewer, operation, "q"))
                        .isEqualTo(Role.VIEW.rights().has(rule.right()));
                assertThat(may(publisher, operation, "q"))
                        .isEqualTo(rule.right() == Right.SEND || rule.right() == Right.VIEW);
                assertThat(may(operator, operation, "q")).isEqualTo(rule.right() != Right.UNMASK);
            }
            case Rule.OnServer rule ->
                    assertThat(may(operator, operation, "q"))
                            .isEqualTo(Role.OPERATE.rights().has(rule.right()));
            case Rule.SignedIn _, Rule.Oneself _, Rule.Anyone _ ->
                    assertThat(may(viewer, operation, "q")).isTrue();
        }
    }

    @Test
    void grants_allow_on_the_queues_they_name() {
        Principal worker = user("w", Set.of(), new Grant("orders-*", Rights.of(Right.RECEIVE)));

        assertThat(may(worker, Operation.RECEIVE, "orders-eu")).isTrue();
        assertThat(may(worker, Operation.SETTLE, "orders-eu")).isTrue();
        assertThat(may(worker, Operation.FIND_QUEUE, "orders-eu")).isTrue();
        assertThat(may(worker, Operation.SEND, "orders-eu")).isFalse();
        assertThat(may(worker, Operation.RECEIVE, "bills")).isFalse();
        assertThat(may(worker, Operation.SEE_SERVER, "")).isFalse();
    }

    @Test
    void a_credential_may_be_worth_less_than_its_user() {
        Principal root = user("root", Set.of(Role.ADMIN));
        Principal token =
                new Principal(
                        root.caller(),
                        new Scope(Rights.of(Right.SEND), "orders-*"),
                        Principal.Line.PLAIN);

        assertThat(may(token, Operation.SEND, "orders-eu")).isTrue();
        assertThat(may(token, Operation.SEND, "bills")).isFalse();
        assertThat(may(token, Operation.PURGE, "orders-eu")).isFalse();
        assertThat(may(token, Operation.MANAGE_USERS, "")).isFalse();
        assertThat(may(token, Operation.OWN_CREDENTIALS, "")).isFalse();
    }

    @Test
    void a_credential_for_some_queues_is_worth_nothing_for_the_server() {
        Principal root = user("root", Set.of(Role.ADMIN));
        Principal token =
                new Principal(
                        root.caller(), new Scope(Rights.ALL, "orders-*"), Principal.Line.PLAIN);

        assertThat(may(token, Operation.DELETE_QUEUE, "orders-eu")).isTrue();
        assertThat(may(token, Operation.SEE_SERVER, "")).isFalse();
        assertThat(may(token, Operation.MANAGE_USERS, "")).isFalse();
        assertThat(may(token, Operation.OWN_CREDENTIALS, "")).isFalse();
    }

    @Test
    void what_is_taken_away_is_gone_at_once() {
        user("root", Set.of(Role.ADMIN));
        Principal operator = user("o", Set.of(Role.OPERATE));
        assertThat(may(operator, Operation.PURGE, "q")).isTrue();

        Principal now = user("o", Set.of(Role.VIEW));

        assertThat(now.caller()).isEqualTo(operator.caller());
        assertThat(may(operator, Operation.PURGE, "q")).isFalse();
        directory =
                directory.after(
                        new DirectoryChange.PutUser(
                                directory
                                        .user("o")
                                        .orElseThrow()
                                        .withState(User.State.SWITCHED_OFF)));
        assertThat(may(operator, Operation.FIND_QUEUE, "q")).isFalse();
    }

    @Test
    void a_policy_opens_a_queue_to_others() throws Exception {
        Principal viewer = user("v", Set.of(Role.VIEW));
        policy("q", "Allow", "{\"AWS\":\"arn:aws:iam::000000000000:user/v\"}", "sqs:SendMessage");
        policy("open", "Allow", "\"*\"", "sqs:SendMessage");

        assertThat(may(viewer, Operation.SEND, "q")).isTrue();
        assertThat(may(viewer, Operation.RECEIVE, "q")).isFalse();
        assertThat(may(nobody(), Operation.SEND, "q")).isFalse();
        assertThat(may(nobody(), Operation.SEND, "open")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {
                "CHANGE_QUEUE",
                "DELETE_QUEUE",
                "TAG_QUEUE",
                "ADD_PERMISSION",
                "REMOVE_PERMISSION",
                "REDRIVE",
                "CANCEL_REDRIVE"
            })
    void what_is_the_owners_a_policy_opens_to_users_but_not_to_strangers(Operation operation)
            throws Exception {
        Principal worker = user("worker", Set.of());
        policy("q", "Allow", "\"*\"", "sqs:*");
        assertThat(may(worker, operation, "q")).isTrue();
        assertThat(may(nobody(), operation, "q")).isFalse();
        assertThat(may(nobody(), Operation.PURGE, "q")).isTrue();
        assertThat(may(nobody(), Operation.SEND, "q")).isTrue();
    }

    @Test
    void a_policy_denies_even_administrators_who_can_still_change_it() throws Exception {
        Principal root = user("root", Set.of(Role.ADMIN));
        Principal operator = user("o", Set.of(Role.OPERATE));
        policy("q", "Deny", "\"*\"", "sqs:*");

        assertThat(may(root, Operation.SEND, "q")).isFalse();
        assertThat(may(root, Operation.CHANGE_QUEUE, "q")).isTrue();
        assertThat(may(operator, Operation.CHANGE_QUEUE, "q")).isFalse();
    }

    @Test
    void a_user_who_is_switched_off_is_not_let_in_by_an_open_policy() throws Exception {
        user("root", Set.of(Role.ADMIN));
        policy("open", "Allow", "\"*\"", "sqs:SendMessage");

        assertThat(may(principal("ghost"), Operation.SEND, "open")).isFalse();
    }

    @Test
    void later_effects_are_decided_by_who_declared_them_and_by_the_targets_policy()
            throws Exception {
        user("root", Set.of(Role.ADMIN));
        user("w", Set.of(), new Grant("dead", Rights.of(Right.SEND)));
        String source = "arn:aws:sqs:us-east-1:000000000000:orders";

        assertThat(authorizer.onBehalf("w", source, Operation.SEND, "dead").allowed()).isTrue();
        assertThat(authorizer.onBehalf("w", source, Operation.SEND, "other").allowed()).isFalse();
        policies.put(
                "dead",
                PolicyReader.read(
                        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\","
                                + "\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\""
                                + source
                                + "\"}}}]}",
                        "dead"));
        assertThat(authorizer.onBehalf("w", source, Operation.SEND, "dead").allowed()).isFalse();
        assertThat(may(principal("w"), Operation.SEND, "dead")).isTrue();
    }

    @Test
    void a_denial_says_nothing_of_what_exists() {
        user("root", Set.of(Role.ADMIN));

        assertThat(authorizer.authorize(nobody(), Operation.SEND, "q"))
                .isEqualTo(
                        new Decision.Denied(
                                "Who is not signed in may not send messages (queue \"q\")."));
    }
}
