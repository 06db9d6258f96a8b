package dev.forebay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Permissions in virtual hosts, together with grants, roles, scopes and policies. */
class VhostPermissionTest {
    private static final Caller CALLER = new Caller("amqp", "bob", "10.0.0.1", "");
    private static final Principal BOB = new Principal(CALLER, Scope.FULL, Principal.Line.PLAIN);
    private static final Vhost STAGING = new Vhost("staging");

    private final Map<String, QueuePolicy> policies = new HashMap<>();
    private Directory directory = Directory.EMPTY;
    private final Authorizer authorizer =
            new Authorizer(
                    () -> directory, queue -> policies.getOrDefault(queue, QueuePolicy.NONE));

    private void bob(Grant... grants) {
        User user =
                new User(
                        "bob",
                        Set.of(),
                        List.of(grants),
                        Optional.empty(),
                        0,
                        User.State.ACTIVE,
                        0);
        directory = directory.after(new DirectoryChange.PutUser(user));
    }

    private void permit(String vhost, String configure, String write, String read) {
        directory =
                directory.after(
                        new DirectoryChange.PutPermission(
                                VhostPermission.of("bob", vhost, configure, write, read)));
    }

    private boolean may(Operation operation, String queue) {
        return authorizer.authorize(BOB, operation, queue).allowed();
    }

    @Test
    void each_of_the_three_allows_its_operations_in_its_host_only() {
        bob();
        permit("staging", "^c", "^w", "^r");
        assertThat(may(Operation.CREATE_QUEUE, "@staging/c")).isTrue();
        assertThat(may(Operation.DELETE_QUEUE, "@staging/c")).isTrue();
        assertThat(may(Operation.SEND, "@staging/w")).isTrue();
        assertThat(may(Operation.RECEIVE, "@staging/r")).isTrue();
        assertThat(may(Operation.SETTLE, "@staging/r")).isTrue();
        assertThat(may(Operation.BROWSE, "@staging/r")).isTrue();
        assertThat(may(Operation.PURGE, "@staging/r")).isTrue();
        assertThat(may(Operation.SEE_QUEUE, "@staging/w")).isTrue();
        assertThat(may(Operation.FIND_QUEUE, "@staging/any")).isTrue();

        assertThat(may(Operation.SEND, "@staging/c")).isFalse();
        assertThat(may(Operation.RECEIVE, "@staging/w")).isFalse();
        assertThat(may(Operation.CREATE_QUEUE, "@staging/r")).isFalse();
        assertThat(may(Operation.PAUSE, "@staging/r")).isFalse();
        assertThat(may(Operation.SEE_QUEUE, "@staging/any")).isFalse();
        assertThat(may(Operation.SEND, "w")).isFalse();
        assertThat(may(Operation.FIND_QUEUE, "w")).isFalse();
        assertThat(may(Operation.SEND, "@other/w")).isFalse();
        assertThat(may(Operation.SEE_SERVER, "@staging/c")).isFalse();
    }

    @Test
    void they_add_to_grants_and_open_the_door() {
        bob(new Grant("orders-*", Rights.of(Right.RECEIVE)));
        permit("staging", "", "^orders", "");
        assertThat(may(Operation.RECEIVE, "orders-eu")).isTrue();
        assertThat(may(Operation.SEND, "@staging/orders-eu")).isTrue();
        assertThat(authorizer.mayEnter(BOB, Vhost.DEFAULT)).isTrue();
        assertThat(authorizer.mayEnter(BOB, STAGING)).isTrue();
        assertThat(authorizer.mayEnter(BOB, new Vhost("other"))).isFalse();

        bob(new Grant("@other/o*", Rights.of(Right.SEND)));
        assertThat(authorizer.mayEnter(BOB, Vhost.DEFAULT)).isFalse();
        assertThat(authorizer.mayEnter(BOB, new Vhost("other"))).isTrue();
        assertThat(authorizer.mayEnter(BOB, new Vhost("others"))).isFalse();
        bob(new Grant("*", Rights.of(Right.SEND)));
        assertThat(authorizer.mayEnter(BOB, new Vhost("other"))).isTrue();
        Principal token =
                new Principal(
                        BOB.caller(),
                        new Scope(Rights.of(Right.VIEW), "pl*"),
                        Principal.Line.PLAIN);
        assertThat(authorizer.mayEnter(token, new Vhost("other"))).isFalse();
        assertThat(authorizer.mayEnter(token, Vhost.DEFAULT)).isTrue();
    }

    @Test
    void an_exchange_that_one_may_write_to_reaches_queues_unless_their_policy_denies()
            throws Exception {
        bob();
        permit("/", "", "^logs$", "");
        assertThat(authorizer.publish(BOB, "logs", "audit").allowed()).isTrue();
        assertThat(authorizer.publish(BOB, "others", "audit").allowed()).isFalse();
        assertThat(authorizer.publish(BOB, "others", "logs").allowed()).isTrue();
        assertThat(authorizer.publish(BOB, "logs", "@staging/audit").allowed()).isFalse();
        assertThat(authorizer.publishNowhere(BOB, Vhost.DEFAULT, "logs").allowed()).isTrue();
        assertThat(authorizer.publishNowhere(BOB, Vhost.DEFAULT, "others").allowed()).isFalse();
        policies.put(
                "audit",
                PolicyReader.read(
                        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                                + "\"Action\":\"SQS:SendMessage\",\"Resource\":\"*\"}]}",
                        "audit"));
        assertThat(authorizer.publish(BOB, "logs", "audit").allowed()).isFalse();
    }

    @Test
    void a_dead_letter_reaches_what_is_bound_to_an_exchange_that_its_declarer_may_write_to() {
        LaterEffects effects = new LaterEffects(authorizer, "local");
        bob();
        permit("/", "", "^(dlx|amq.default)$", "");
        assertThat(effects.mayDeadLetter(routed("bob", "dlx"), "audit")).isTrue();
        assertThat(effects.mayDeadLetter(routed("bob", ""), "audit")).isTrue();
        assertThat(effects.mayDeadLetter(routed("bob", "others"), "audit")).isFalse();
        assertThat(effects.mayDeadLetter(routed("bob", "dlx"), "@staging/audit")).isFalse();
        assertThat(effects.mayDeadLetter(routed("eve", "dlx"), "audit")).isFalse();
        assertThat(effects.mayDeadLetter(routed("", "others"), "audit"))
                .as("declared while there were no users")
                .isTrue();
        permit("/", "", "^no more$", "");
        assertThat(effects.mayDeadLetter(routed("bob", "dlx"), "audit")).isFalse();
    }

    private static QueueInfo routed(String declaredBy, String exchange) {
        QueueSettings settings =
                QueueSettings.defaults()
                        .withDeadLetterRoute(new DeadLetterRoute(exchange, Optional.empty()))
                        .withLabels(Map.of(LaterEffects.DECLARED_BY, declaredBy));
        return new QueueInfo(1, "work", settings, Map.of(), 0, 0);
    }

    @Test
    void a_token_is_worth_no_more_than_its_scope() {
        bob();
        permit("/", ".*", ".*", ".*");
        Principal token =
                new Principal(
                        CALLER, new Scope(Rights.of(Right.SEND), "orders-*"), Principal.Line.PLAIN);
        assertThat(authorizer.authorize(token, Operation.SEND, "orders-eu").allowed()).isTrue();
        assertThat(authorizer.authorize(token, Operation.SEND, "bills").allowed()).isFalse();
        assertThat(authorizer.authorize(token, Operation.PURGE, "orders-eu").allowed()).isFalse();
        assertThat(authorizer.publish(token, "amq.topic", "bills").allowed()).isFalse();
    }

    @Test
    void keys_of_an_exchange_are_free_unless_somebody_said_otherwise() {
        bob();
        directory =
                directory.after(
                        new DirectoryChange.PutTopicPermission(
                                TopicPermission.of("bob", "staging", "t", "^a\\.", "^b\\.")));
        assertThat(topic(Operation.SEND, STAGING, "a.x")).isTrue();
        assertThat(topic(Operation.SEND, STAGING, "b.x")).isFalse();
        assertThat(topic(Operation.RECEIVE, STAGING, "b.x")).isTrue();
        assertThat(topic(Operation.RECEIVE, STAGING, "a.x")).isFalse();
        assertThat(topic(Operation.SEND, Vhost.DEFAULT, "b.x")).isTrue();
    }

    private boolean topic(Operation operation, Vhost vhost, String key) {
        return authorizer.topic(BOB, vhost, "t", operation, key).allowed();
    }
}
