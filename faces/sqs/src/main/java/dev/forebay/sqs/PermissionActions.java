package dev.forebay.sqs;

import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.PolicyRefused;
import dev.forebay.access.policy.PolicyText;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements of a queue's policy, one by one. On the engine's lane. */
final class PermissionActions {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final int MOST_ACTIONS = 7;

    /** What AWS lets an owner share with other accounts. A batch goes with its single action. */
    private static final Set<String> SHARED =
            Set.of(
                    "*",
                    "ChangeMessageVisibility",
                    "DeleteMessage",
                    "GetQueueAttributes",
                    "GetQueueUrl",
                    "ListDeadLetterSourceQueues",
                    "PurgeQueue",
                    "ReceiveMessage",
                    "SendMessage");

    private static final Set<String> OWNERS =
            Arrays.stream(SqsAction.values())
                    .map(SqsAction::title)
                    .filter(title -> !SHARED.contains(title))
                    .collect(Collectors.toUnmodifiableSet());

    private final Queues queues;
    private final QueueFinder finder;
    private final QueueUrls urls;

    PermissionActions(Queues queues, QueueFinder finder, QueueUrls urls) {
        this.queues = queues;
        this.finder = finder;
        this.urls = urls;
    }

    void add(Call call, SqsRequest.AddPermission request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        checkLabel(request.label());
        if (request.actions().size() > MOST_ACTIONS) {
            throw new SqsFailure(
                    SqsError.OVER_LIMIT,
                    request.actions().size()
                            + " Actions were found, maximum allowed is "
                            + MOST_ACTIONS
                            + ".");
        }
        try {
            List<String> actions = actions(request.actions());
            Optional<String> policy =
                    PolicyText.with(
                            policy(queue),
                            request.label(),
                            principals(request.accountIds()),
                            actions,
                            urls.arn(queue.name()));
            set(
                    call,
                    queue,
                    policy.orElseThrow(
                            () -> SqsFailure.invalid("Label", request.label(), "Already exists.")));
        } catch (PolicyRefused refused) {
            throw invalid(refused);
        }
    }

    void remove(Call call, SqsRequest.RemovePermission request) {
        QueueInfo queue = finder.existing(request.queueUrl());
        checkLabel(request.label());
        try {
            set(
                    call,
                    queue,
                    PolicyText.without(policy(queue), request.label())
                            .orElseThrow(() ->
                                    SqsFailure.invalid(
                                            "Label",
                                            request.label(),
                                            "can't find label on existing policy.")));
        } catch (PolicyRefused refused) {
            throw invalid(refused);
        }
    }

    private void set(Call call, QueueInfo queue, String policy) throws PolicyRefused {
        Map<String, String> labels = new TreeMap<>(queue.settings().labels());
        if (policy.isEmpty()) {
            labels.remove(QueuePolicy.LABEL);
        } else {
            QueuePolicy _ = PolicyReader.read(policy, queue.name());
            labels.put(QueuePolicy.LABEL, policy);
        }
        queues.update(
                call.caller(),
                queue.name(),
                queue.settings().withLabels(labels),
                call.reply(_ -> call.answer(new SqsResponse.Done())));
    }

    private static String policy(QueueInfo queue) {
        return queue.settings().labels().getOrDefault(QueuePolicy.LABEL, "");
    }

    private static List<String> actions(List<String> names) throws PolicyRefused {
        for (String name : names) {
            if (!SHARED.contains(name)) {
                throw SqsFailure.invalid(
                        "ActionName",
                        name,
                        OWNERS.contains(name)
                                ? "Only the queue owner is allowed to invoke this action."
                                : "It is not an action that can be shared.");
            }
        }
        List<String> actions = names.stream().map(name -> "SQS:" + name).toList();
        var _ = PolicyReader.operations(actions, "the request");
        return actions;
    }

    private static List<String> principals(List<String> accounts) {
        for (String account : accounts) {
            if (!ACCOUNT.matcher(account).matches()) {
                throw SqsFailure.invalid(
                        "PrincipalId", account, "Unable to verify: an account has 12 digits.");
            }
        }
        return accounts.stream().map(account -> "arn:aws:iam::" + account + ":root").toList();
    }

    private static void checkLabel(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw SqsFailure.invalid(
                    "Label",
                    label,
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in"
                            + " length.");
        }
    }

    private static SqsFailure invalid(PolicyRefused refused) {
        return new SqsFailure(SqsError.INVALID_PARAMETER_VALUE, refused.text());
    }
}
