package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.access.Grant;
import dev.forebay.access.Right;
import dev.forebay.access.Rights;
import dev.forebay.access.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Users, keys and policies as the AWS SDK for Java meets them. */
class SecurityTest {
    private final List<SqsClient> clients = new ArrayList<>();
    private FaceServer server;
    private SqsClient root;
    private String url;

    @BeforeEach
    void start() throws Exception {
        server = FaceServer.plain();
        root = client(server.users().add("root", Set.of(Role.ADMIN)));
        url = root.createQueue(request -> request.queueName("orders")).queueUrl();
    }

    @AfterEach
    void stop() {
        clients.forEach(SqsClient::close);
        server.close();
    }

    private SqsClient client(AwsBasicCredentials credentials) {
        return client(StaticCredentialsProvider.create(credentials));
    }

    private SqsClient client(AwsCredentialsProvider credentials) {
        SqsClient client =
                SqsClient.builder()
                        .endpointOverride(URI.create(server.url()))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(
                                config -> config.retryStrategy(r -> r.maxAttempts(1)))
                        .build();
        clients.add(client);
        return client;
    }

    private void send(SqsClient client) {
        client.sendMessage(request -> request.queueUrl(url).messageBody("m"));
    }

    private static void assertFails(Runnable call, String code, int status) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        failure -> {
                            assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(failure.statusCode()).isEqualTo(status);
                        });
    }

    private void policy(String text) {
        root.setQueueAttributes(request ->
                request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, text)));
    }

    private static String statement(String effect, String principal, String action, String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
                + effect
                + "\",\"Principal\":"
                + principal
                + ",\"Action\":\""
                + action
                + "\",\"Resource\":\"*\""
                + more
                + "}]}";
    }

    @Test
    void a_user_does_what_roles_allow_and_no_more() {
        SqsClient publisher = client(server.users().add("p", Set.of(Role.PUBLISH)));
        SqsClient viewer = client(server.users().add("v", Set.of(Role.VIEW)));

        send(publisher);

        assertFails(() -> send(viewer), "AccessDenied", 403);
        assertFails(
                () -> publisher.receiveMessage(request -> request.queueUrl(url)),
                "AccessDenied",
                403);
        assertFails(
                () -> viewer.deleteQueue(request -> request.queueUrl(url)), "AccessDenied", 403);
        assertThat(
                        viewer.getQueueAttributes(request ->
                                        request.queueUrl(url)
                                                .attributeNames(QueueAttributeName.ALL))
                                .attributesAsStrings())
                .containsEntry("ApproximateNumberOfMessages", "1");
    }

    @Test
    void grants_hold_for_their_queues_and_lists_show_no_others() {
        root.createQueue(request -> request.queueName("bills"));
        SqsClient worker =
                client(
                        server.users()
                                .add(
                                        "w",
                                        Set.of(),
                                        new Grant("ord*", Rights.of(Right.RECEIVE, Right.SEND))));
        send(worker);
        var message = worker.receiveMessage(request -> request.queueUrl(url)).messages().getFirst();
        worker.changeMessageVisibility(request ->
                request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(9));
        worker.deleteMessage(
                request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));

        assertThat(worker.listQueues().queueUrls()).containsExactly(url);
        assertThat(root.listQueues().queueUrls()).hasSize(2);
        assertFails(
                () -> worker.getQueueUrl(request -> request.queueName("bills")),
                "AccessDenied",
                403);
        assertFails(
                () -> worker.getQueueUrl(request -> request.queueName("no-such-queue")),
                "AccessDenied",
                403);
        assertFails(
                () -> worker.createQueue(request -> request.queueName("orders-2")),
                "AccessDenied",
                403);
    }

    @Test
    void wrong_credentials_are_told_apart_as_on_aws() {
        AwsBasicCredentials good = server.users().add("ann", Set.of(Role.OPERATE));
        send(client(good));

        assertFails(
                () -> send(client(AwsBasicCredentials.create(good.accessKeyId(), "wrong"))),
                "SignatureDoesNotMatch",
                403);
        assertFails(
                () -> send(client(AwsBasicCredentials.create("AKIANOBODY", "wrong"))),
                "InvalidClientTokenId",
                403);
        assertFails(
                () -> send(client(AnonymousCredentialsProvider.create())),
                "MissingAuthenticationToken",
                403);
        assertFails(
                () ->
                        send(
                                client(
                                        StaticCredentialsProvider.create(
                                                AwsSessionCredentials.create(
                                                        good.accessKeyId(),
                                                        good.secretAccessKey(),
                                                        "token")))),
                "InvalidClientTokenId",
                403);
        server.users().revoke(good.accessKeyId());
        assertFails(() -> send(client(good)), "InvalidClientTokenId", 403);
    }

    @Test
    void the_query_format_tells_the_same() throws Exception {
        try (Http http = new Http(server.url())) {
            var missing = http.form("/", "Action", "ListQueues", "Version", "2012-11-05");
            assertThat(missing.statusCode()).isEqualTo(403);
            assertThat(missing.body()).contains("<Code>MissingAuthenticationToken</Code>");
            var incomplete =
                    http.form("/?X-Amz-Algorithm=AWS4-HMAC-SHA256", "Action", "ListQueues");
            assertThat(incomplete.statusCode()).isEqualTo(400);
            assertThat(incomplete.body()).contains("<Code>IncompleteSignature</Code>");
            var expired =
                    http.get(
                            "/",
                            "Action",
                            "ListQueues",
                            "X-Amz-Algorithm",
                            "AWS4-HMAC-SHA256",
                            "X-Amz-Credential",
                            "A/20200101/r/sqs/aws4_request",
                            "X-Amz-Date",
                            "20200101T000000Z",
                            "X-Amz-Expires",
                            "60",
                            "X-Amz-SignedHeaders",
                            "host",
                            "X-Amz-Signature",
                            "0".repeat(64));
            assertThat(expired.body()).contains("<Code>RequestExpired</Code>");
        }
    }

    @Test
    void many_wrong_tries_are_answered_slower_and_others_are_not() {
        AwsBasicCredentials good = server.users().add("ann", Set.of(Role.OPERATE));
        SqsClient wrong = client(AwsBasicCredentials.create(good.accessKeyId(), "wrong"));
        SqsClient right = client(good);
        send(right);
        for (int i = 0; i < 3; i++) {
            assertFails(() -> send(wrong), "SignatureDoesNotMatch", 403);
        }
        long begun = System.nanoTime();
        assertFails(() -> send(wrong), "SignatureDoesNotMatch", 403);
        assertThat(System.nanoTime() - begun).isGreaterThan(400_000_000L);
        long next = System.nanoTime();
        send(right);
        assertThat(System.nanoTime() - next).isLessThan(System.nanoTime() - begun);
    }

    @Test
    void permissions_are_added_and_removed() {
        SqsClient viewer = client(server.users().add("v", Set.of(Role.VIEW)));
        root.addPermission(request ->
                request.queueUrl(url)
                        .label("senders")
                        .awsAccountIds("000000000000")
                        .actions("SendMessage", "GetQueueUrl"));

        send(viewer);
        assertFails(() -> viewer.purgeQueue(request -> request.queueUrl(url)), "AccessDenied", 403);
        assertThat(
                        root.getQueueAttributes(request ->
                                        request.queueUrl(url)
                                                .attributeNames(QueueAttributeName.POLICY))
                                .attributesAsStrings()
                                .get("Policy"))
                .contains("\"Sid\":\"senders\"", "SQS:SendMessage", ":orders\"");
        assertFails(
                () ->
                        root.addPermission(request ->
                                request.queueUrl(url)
                                        .label("senders")
                                        .awsAccountIds("000000000000")
                                        .actions("*")),
                "InvalidParameterValue",
                400);
        root.removePermission(request -> request.queueUrl(url).label("senders"));
        assertFails(() -> send(viewer), "AccessDenied", 403);
        assertFails(
                () -> root.removePermission(request -> request.queueUrl(url).label("senders")),
                "InvalidParameterValue",
                400);
        assertFails(
                () ->
                        root.addPermission(request ->
                                request.queueUrl(url)
                                        .label("l")
                                        .awsAccountIds("000000000000")
                                        .actions("Fly")),
                "InvalidParameterValue",
                400);
        assertFails(
                () ->
                        viewer.addPermission(request ->
                                request.queueUrl(url)
                                        .label("l")
                                        .awsAccountIds("000000000000")
                                        .actions("*")),
                "AccessDenied",
                403);
    }

    @Test
    void only_what_can_be_shared_is_shared() {
        for (String owners : new String[] {"CreateQueue", "DeleteQueue", "TagQueue", "Send*"}) {
            assertFails(
                    () ->
                            root.addPermission(request ->
                                    request.queueUrl(url)
                                            .label("l")
                                            .awsAccountIds("000000000000")
                                            .actions("SendMessage", owners)),
                    "InvalidParameterValue",
                    400);
        }
        root.addPermission(request ->
                request.queueUrl(url)
                        .label("l")
                        .awsAccountIds("000000000000")
                        .actions(
                                "ChangeMessageVisibility",
                                "DeleteMessage",
                                "GetQueueAttributes",
                                "GetQueueUrl",
                                "PurgeQueue",
                                "ReceiveMessage",
                                "SendMessage"));
        root.addPermission(request ->
                request.queueUrl(url)
                        .label("m")
                        .awsAccountIds("000000000000")
                        .actions("*", "ListDeadLetterSourceQueues"));
    }

    private String sender(SqsClient reader) {
        Message message =
                reader.receiveMessage(request ->
                                request.queueUrl(url)
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.SENDER_ID))
                        .messages()
                        .getFirst();
        assertThat(message.messageAttributes()).isEmpty();
        return Objects.requireNonNull(
                message.attributes().get(MessageSystemAttributeName.SENDER_ID));
    }

    @Test
    void a_message_says_which_user_sent_it() {
        SqsClient publisher = client(server.users().add("pub", Set.of(Role.PUBLISH)));
        send(publisher);
        assertThat(sender(root)).isEqualTo("pub");
        policy(statement("Allow", "\"*\"", "sqs:SendMessage", ""));
        client(AnonymousCredentialsProvider.create())
                .sendMessage(request ->
                        request.queueUrl(url)
                                .messageBody("m")
                                .messageAttributes(
                                        Map.of(
                                                "forebay-sqs-sender",
                                                MessageAttributeValue.builder()
                                                        .dataType("String")
                                                        .stringValue("root")
                                                        .build())));
        assertThat(sender(root)).isNotEqualTo("root").startsWith("AIDA");
    }

    @Test
    void a_policy_opens_and_closes() {
        SqsClient viewer = client(server.users().add("v", Set.of(Role.VIEW)));
        SqsClient stranger = client(AnonymousCredentialsProvider.create());

        policy(statement("Allow", "\"*\"", "sqs:SendMessage", ""));
        send(stranger);
        send(viewer);
        policy(
                statement(
                        "Allow",
                        "\"*\"",
                        "sqs:SendMessage",
                        ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}"));
        assertFails(() -> send(stranger), "MissingAuthenticationToken", 403);
        policy(statement("Deny", "\"*\"", "sqs:SendMessage", ""));
        assertFails(() -> send(root), "AccessDenied", 403);
        policy("");
        send(root);
    }

    @Test
    void a_policy_that_would_not_be_enforced_is_refused_with_its_reason() {
        assertThatThrownBy(() ->
                        policy(
                                statement(
                                        "Allow",
                                        "\"*\"",
                                        "sqs:SendMessage",
                                        ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        failure -> {
                            assertThat(failure.awsErrorDetails().errorCode())
                                    .isEqualTo("InvalidAttributeValue");
                            assertThat(failure.awsErrorDetails().errorMessage())
                                    .contains("aws:PrincipalOrgID", "aws:SourceArn");
                        });
    }

    @Test
    void where_dead_letters_go_is_for_those_who_may_send_there() {
        root.createQueue(request -> request.queueName("dead"));
        SqsClient manager =
                client(
                        server.users()
                                .add("m", Set.of(), new Grant("orders", Rights.of(Right.MANAGE))));
        Map<QueueAttributeName, String> redrive =
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":3}");

        assertFails(
                () ->
                        manager.setQueueAttributes(
                                request -> request.queueUrl(url).attributes(redrive)),
                "AccessDenied",
                403);
        root.setQueueAttributes(request -> request.queueUrl(url).attributes(redrive));
    }

    @Test
    void messages_are_moved_by_those_who_may_operate_here_and_send_there() {
        String dead = "arn:aws:sqs:us-east-1:000000000000:dead";
        String orders = "arn:aws:sqs:us-east-1:000000000000:orders";
        root.createQueue(request -> request.queueName("dead"));
        root.setQueueAttributes(request ->
                request.queueUrl(url)
                        .attributes(
                                Map.of(
                                        QueueAttributeName.REDRIVE_POLICY,
                                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":3}"
                                                .formatted(dead))));
        Grant operate = new Grant("dead", Rights.of(Right.OPERATE));
        SqsClient here = client(server.users().add("here", Set.of(), operate));
        SqsClient there =
                client(
                        server.users()
                                .add(
                                        "there",
                                        Set.of(),
                                        new Grant("orders", Rights.of(Right.SEND))));
        SqsClient both =
                client(
                        server.users()
                                .add(
                                        "both",
                                        Set.of(),
                                        operate,
                                        new Grant("orders", Rights.of(Right.SEND))));

        assertFails(() -> here.startMessageMoveTask(r -> r.sourceArn(dead)), "AccessDenied", 403);
        assertFails(
                () -> here.startMessageMoveTask(r -> r.sourceArn(dead).destinationArn(orders)),
                "AccessDenied",
                403);
        assertFails(
                () -> there.startMessageMoveTask(r -> r.sourceArn(dead).destinationArn(orders)),
                "AccessDenied",
                403);
        String handle = both.startMessageMoveTask(r -> r.sourceArn(dead)).taskHandle();
        assertFails(
                () -> there.cancelMessageMoveTask(r -> r.taskHandle(handle)), "AccessDenied", 403);
        assertFails(() -> there.listMessageMoveTasks(r -> r.sourceArn(dead)), "AccessDenied", 403);
        assertThat(here.listMessageMoveTasks(r -> r.sourceArn(dead)).results()).hasSize(1);
    }
}
