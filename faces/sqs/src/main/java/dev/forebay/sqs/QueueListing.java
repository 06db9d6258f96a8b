package dev.forebay.sqs;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import dev.forebay.sqs.codec.SqsRequest;
import dev.forebay.sqs.codec.SqsResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists of queues, in pages. A token holds the last name of its page, so that pages stay right
 * while queues come and go. On the engine's lane.
 */
final class QueueListing {
    private static final int MOST = 1_000;

    private final Queues queues;
    private final QueueFinder finder;

    QueueListing(Queues queues, QueueFinder finder) {
        this.queues = queues;
        this.finder = finder;
    }

    void list(Call call, SqsRequest.ListQueues request) {
        String prefix = request.prefix() == null ? "" : request.prefix();
        call.answer(
                page(
                        call,
                        queue -> queue.name().startsWith(prefix) && call.maySee(queue.name()),
                        request.nextToken(),
                        request.maxResults()));
    }

    void sources(Call call, SqsRequest.ListDeadLetterSourceQueues request) {
        String target = finder.existing(request.queueUrl()).name();
        call.answer(
                page(
                        call,
                        queue ->
                                call.maySee(queue.name())
                                        && queue.settings()
                                                .deadLetter()
                                                .filter(rule -> rule.queue().equals(target))
                                                .isPresent(),
                        request.nextToken(),
                        request.maxResults()));
    }

    private SqsResponse.QueueUrls page(
            Call call,
            Predicate<QueueInfo> wanted,
            @Nullable String token,
            @Nullable Integer maxResults) {
        int most = maxResults == null ? MOST : maxResults;
        if (most < 1 || most > MOST) {
            throw SqsFailure.invalid(
                    "MaxResults", String.valueOf(most), "Must be between 1 and 1000.");
        }
        String after = token == null || token.isEmpty() ? "" : afterToken(token);
        List<String> urls = new ArrayList<>();
        String last = "";
        for (QueueInfo queue : queues.all()) {
            if (queue.name().compareTo(after) <= 0 || !wanted.test(queue)) {
                continue;
            }
            if (urls.size() == most) {
                // Without MaxResults there is no paging, as on AWS.
                return new SqsResponse.QueueUrls(urls, maxResults == null ? null : token(last));
            }
            urls.add(QueueUrls.url(call.base(), queue.name()));
            last = queue.name();
        }
        return new SqsResponse.QueueUrls(urls, null);
    }

    private static String token(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String afterToken(String token) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (token(name).equals(token)) {
                return name;
            }
        } catch (IllegalArgumentException _) {
            // No token of ours either.
        }
        throw new SqsFailure(SqsError.INVALID_PARAMETER_VALUE, "Invalid or expired next token.");
    }
}
