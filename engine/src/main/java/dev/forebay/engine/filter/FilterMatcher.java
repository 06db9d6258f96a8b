package dev.forebay.engine.filter;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter made ready to be used many times. Nothing of a message is copied. */
public final class FilterMatcher {
    private final Test test;

    private FilterMatcher(Test test) {
        this.test = test;
    }

    public static FilterMatcher of(MessageFilter filter) {
        return new FilterMatcher(test(filter));
    }

    /**
     * Whether the message is meant.
     *
     * @param wall the wall-clock time in ms that ages are measured at
     */
    public boolean matches(FilteredMessage message, long wall) {
        return test.holds(message, wall);
    }

    private interface Test {
        boolean holds(FilteredMessage message, long wall);
    }

    private static Test test(MessageFilter filter) {
        return switch (filter) {
            case MessageFilter.All all -> (message, wall) -> true;
            case MessageFilter.Not not -> not(test(not.filter()));
            case MessageFilter.And and -> and(tests(and.filters()));
            case MessageFilter.Or or -> or(tests(or.filters()));
            case MessageFilter.Has has ->
                    (message, wall) -> any(message, has.field(), value -> true);
            case MessageFilter.TextIs is -> {
                TextMatcher matcher = TextMatcher.of(is.test());
                yield (message, wall) -> any(message, is.field(), matcher::matches);
            }
            case MessageFilter.InState in ->
                    (message, wall) -> in.states().contains(message.state());
            case MessageFilter.HasId has -> (message, wall) -> message.id().equals(has.id());
            case MessageFilter.Sent sent ->
                    (message, wall) -> sent.comparison().holds(message.sentAt(), sent.wallMillis());
            case MessageFilter.Age age ->
                    (message, wall) ->
                            age.comparison().holds(wall - message.sentAt(), age.millis());
            case MessageFilter.Attempts attempts ->
                    (message, wall) ->
                            attempts.comparison().holds(message.attempts(), attempts.attempts());
        };
    }

    private static List<Test> tests(List<MessageFilter> filters) {
        return filters.stream().map(FilterMatcher::test).toList();
    }

    private static Test not(Test inner) {
        return (message, wall) -> !inner.holds(message, wall);
    }

    private static Test and(List<Test> tests) {
        return (message, wall) -> {
            for (int i = 0; i < tests.size(); i++) {
                if (!tests.get(i).holds(message, wall)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Test or(List<Test> tests) {
        return (message, wall) -> {
            for (int i = 0; i < tests.size(); i++) {
                if (tests.get(i).holds(message, wall)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean any(
            FilteredMessage message, TextField field, Predicate<ByteBuffer> value) {
        return switch (field) {
            case TextField.Key key -> one(message.key(), value);
            case TextField.Body body -> value.test(message.body());
            case TextField.Reason reason -> one(message.reason(), value);
            case TextField.Source source -> one(message.source(), value);
            case TextField.Header header -> anyHeader(message, header.name(), value);
            case TextField.Anything anything ->
                    one(message.key(), value)
                            || value.test(message.body())
                            || anyHeader(message, null, value);
        };
    }

    private static boolean one(@Nullable ByteBuffer text, Predicate<ByteBuffer> value) {
        return text != null && value.test(text);
    }

    /** Whether a header passes: of this name, or of any when it is null. */
    private static boolean anyHeader(
            FilteredMessage message, @Nullable String name, Predicate<ByteBuffer> value) {
        List<Header> headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if ((name == null || name.equals(header.name())) && value.test(header.value())) {
                return true;
            }
        }
        return false;
    }
}
