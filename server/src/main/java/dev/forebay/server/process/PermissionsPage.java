package dev.forebay.server.process;

import dev.forebay.access.Operation;
import dev.forebay.access.Right;
import dev.forebay.access.Role;
import dev.forebay.access.Rule;
import dev.forebay.amqp.AmqpRule;
import dev.forebay.amqp.management.ManagementRoute;
import dev.forebay.httpapi.Route;
import dev.forebay.sqs.SqsRules;
import dev.forebay.sqs.codec.SqsAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes docs/permissions.md from the tables of operations, actions and routes. A test keeps page
 * and tables equal.
 */
final class PermissionsPage {
    private PermissionsPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## Roles\n\n| right | ");
        page.append(join(Role.values(), Role::word)).append(" |\n|---|");
        page.append("---|".repeat(Role.values().length)).append('\n');
        for (Right right : Right.values()) {
            page.append("| ").append(right.word()).append(" | ");
            page.append(join(Role.values(), role -> role.rights().has(right) ? "yes" : "–"));
            page.append(" |\n");
        }
        page.append(
                "\n## Operations\n\n| who may | needs | roles | SQS actions | AMQP methods | routes |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (Operation operation : Operation.values()) {
            page.append(line(operation));
        }
        return page.append(TAIL).toString();
    }

    private static String line(Operation operation) {
        return "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        operation.text(),
                        needs(operation.rule()),
                        roles(operation.rule()),
                        String.join(", ", actions(operation)),
                        String.join("<br>", methods(operation)),
                        String.join("<br>", routes(operation)));
    }

    private static String needs(Rule rule) {
        return switch (rule) {
            case Rule.OnQueue onQueue -> "`" + onQueue.right().word() + "` on the queue";
            case Rule.OnServer onServer -> "`" + onServer.right().word() + "` by role";
            case Rule.SignedIn _ -> "to be a user";
            case Rule.Oneself _ -> "to be the user";
            case Rule.Anyone _ -> "nothing";
        };
    }

    private static String roles(Rule rule) {
        return switch (rule) {
            case Rule.OnQueue onQueue -> roles(onQueue.right());
            case Rule.OnServer onServer -> roles(onServer.right());
            case Rule.SignedIn _, Rule.Oneself _, Rule.Anyone _ -> "all";
        };
    }

    private static String roles(Right right) {
        return Arrays.stream(Role.values())
                .filter(role -> role.rights().has(right))
                .map(Role::word)
                .collect(Collectors.joining(", "));
    }

    private static List<String> actions(Operation operation) {
        return Arrays.stream(SqsAction.values())
                .filter(action -> SqsRules.operation(action) == operation)
                .map(SqsAction::title)
                .toList();
    }

    private static List<String> methods(Operation operation) {
        return Arrays.stream(AmqpRule.values())
                .filter(rule -> rule.operation() == operation)
                .map(AmqpRule::methods)
                .toList();
    }

    private static List<String> routes(Operation operation) {
        List<String> routes = new ArrayList<>();
        for (Route route : Route.values()) {
            if (route.operation() == operation) {
                routes.add("`" + route.method() + " " + route.path() + "`");
            }
        }
        for (ManagementRoute route : ManagementRoute.values()) {
            if (route.operation() == operation) {
                routes.add("`" + route.method() + " " + route.path() + "`");
            }
        }
        ServerRoutes.RULES.forEach((route, needed) -> {
            if (needed == operation) {
                routes.add("`" + route + "`");
            }
        });
        return routes;
    }

    private static <T> String join(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).collect(Collectors.joining(" | "));
    }

    private static final String HEAD =
            """
            # Permissions

            Written from the tables in the code; a test fails when an action or route has no rule or
            the page differs.

            A new server has no users: whoever reaches it may do everything, and it listens on this
            machine only. With the first user that ends: requests to SQS must be signed with an access
            key of a user, the HTTP port's other routes want a token or a session, AMQP clients and RabbitMQ's tools
            (`/api`) a user's name and password, and every operation needs a right.

            - **The first administrator**: start once with `--users-admin-password-file FILE` (for the
              HTTP API) or `--users-admin-key-file FILE` (an access key id, a blank, a secret: for SQS
              clients). Both name the user `admin`.
            - **Users** are made over the HTTP API ([http-api.md](http-api.md)), their passwords, keys and
              tokens too. Everybody sees to his own; administrators see to everybody's. A name has 1 to
              255 bytes of UTF-8: visible characters, with blanks between them only, and is not `.` or
              `..`; in URLs it is percent-encoded. With a `:` in it a user cannot use HTTP's Basic sign-in
              (`/api`), which ends the name there, but a token, and every other way.
            - **The way back**: when all passwords are lost, stop the server and start it with
              `--users-admin-password-file`: `admin` gets that password, the role and is switched on.
              Whoever can do that can read the data folder anyway.
            - **Rights** come from roles, on all queues; from a user's grants, on queues whose names match
              a pattern; from RabbitMQ's permissions in a virtual host; and from a queue's policy. Any right on a queue includes `view` on it. A token
              can be worth less than its user.
            - **The same everywhere**: a decision depends on user, operation and queue, never on the face.
              Lists and totals hold what one may see.
            - **Wrong passwords**: from the third in a row on, a name has to wait before its next try from the
              same address, 250 ms and twice as long each time, up to 30 s; so has an address that was wrong
              20 times, but for names that were right from there. From elsewhere nobody waits.
            - **Later effects**: who declares where dead letters go needs `send` there, and the right is
              asked for again with each dead letter; without it the message stays where it is. Who makes
              or changes a schedule needs `schedule` and `send` on its queue, and `send` is asked for again
              with each run; without it the run is refused. A replay into another queue needs `send`
              there when it begins, and is not asked again. Over AMQP who declares a dead-letter exchange needs `send`
              on its name (for the default one what a message with the queue's routing key needs: write on
              `amq.default`, or `send` on the queue), and on each queue that a dead letter reaches when it
              does; a queue without that right is passed over.
            - **Streams** are asked again with each batch, receive or frame: a right that is taken away
              ends them.
            - **Virtual hosts** are AMQP's. Queue `orders` of host `staging` is `@staging/orders` for grants
              and for the other faces; of the default host it is `orders`.
            - **On a network** use TLS (`tls.certificate`, `tls.key`): passwords and tokens travel as they
              are.
            - **Moves**: a message move task needs `send` on its destination too; without one, on every
              queue whose dead letters go to the source.
            - **Masks**: `unmask` shows what `messages.masked` hides in messages that are looked at
              ([http-api.md](http-api.md#looking-without-taking)), as it also does in other queues to which
              they were moved or copied. Only administrators have it by role; grants and tokens give it for
              the queues where one looks. Without users everybody sees everything.
            - **Audit**: every change of queues, users and credentials is noted with who, from where, when
              and what became of it.

            What is kept of secrets: of passwords SCRAM-SHA-256 and SHA-512 verifiers, of tokens a hash;
            secrets of access keys encrypted under `server/access-key` in the data folder, which only the
            server's own user can read. A key's secret and a token are shown once.
            """;

    private static final String TAIL =
            """

            ## Permissions in virtual hosts

            A user's record for a virtual host has three regular expressions, searched for in the names
            of queues and exchanges as the host names them; the empty one allows nothing. They add to
            roles and grants, over every face alike.

            | expression | allows |
            |---|---|
            | configure | `manage`: make, change, delete |
            | write | `send`: publish to it, bind it as target |
            | read | `receive` and `browse`: consume, settle, purge, bind it as source |

            - Who may write to an exchange may publish through it to whatever it leads to, unless a queue's
              policy denies it. `amq.default` is the default exchange. Write on a queue's own name is
              enough to publish to it by its name.
            - Any record in a host allows to come in and to ask whether a name is there (passive declare).
              A role, or a grant that can cover a queue of the host, lets in as well.
            - **Topic permissions** of a user, host and exchange of type topic say with which routing keys
              he may publish (write) and bind (read). Where there is none, all keys are free.
              `{username}` and `{vhost}` stand for the names.
            - The language is RE2's: no lookaround, no backreferences; at most 1,000 characters.
            - **Tags**: `administrator` is the role admin, and `monitoring` the role monitor, which sees no
              message (or view), whichever way they were given: taking the tag away takes the role, and
              the other way round. Who has `impersonator` may publish messages with another's `user-id`. Others are kept. RabbitMQ's management API (`/api`) lets in who has one of `administrator`, `monitoring`,
              `policymaker` and `management`, or a role or grant here.
            - The last administrator who signs in with a password keeps it: RabbitMQ's management API and a definitions import do not take it away.
            - **Password hashes** from RabbitMQ (SHA-256, SHA-512, MD5, salted) work until the user gets
              another password. They are much weaker than Forebay's own.
            - User `guest` signs in with a password or certificate only from this machine, once there are users, over every face.
            - **A user who is deleted** takes his keys, tokens, sessions and AMQP connections (320) along.

            ## Policies

            The attribute `Policy` of a queue, and `AddPermission`, take statements with `Effect`,
            `Principal` (`*`, an account, `arn:aws:iam::000000000000:user/NAME`), `Action` (`sqs:` and a
            name above, `*` allowed), `Resource` (`*` or the queue's ARN) and `Condition`: `StringEquals`,
            `StringLike`, `ArnEquals`, `ArnLike` and their `Not` forms on `aws:SourceArn`,
            `aws:SourceAccount`, `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:username`; `IpAddress`
            and `NotIpAddress` on `aws:SourceIp`; `Bool` on `aws:SecureTransport`. Anything else is refused
            when the policy is set. A statement that denies outweighs all rights; administrators can still
            change the queue's settings and policy. A statement that allows `*` also lets in requests that
            are not signed, but not to what is the owner's: settings, tags, permissions, deletion, move
            tasks. The only account is 000000000000; statements about others match nobody.
            """;
}
