package dev.forebay.engine.filter;

import dev.forebay.engine.MessageState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes filters as text. */
final class FilterWriter {
    private final StringBuilder text = new StringBuilder();

    String write(MessageFilter filter) {
        append(filter);
        return text.toString();
    }

    private void append(MessageFilter filter) {
        switch (filter) {
            case MessageFilter.All all -> text.append("all");
            case MessageFilter.Not not -> {
                text.append("not ");
                appendInner(not.filter());
            }
            case MessageFilter.And and -> appendAll(and.filters(), " and ");
            case MessageFilter.Or or -> appendAll(or.filters(), " or ");
            case MessageFilter.Has has -> text.append("has ").append(name(has.field()));
            case MessageFilter.TextIs is ->
                    text.append(name(is.field())).append(' ').append(test(is.test()));
            case MessageFilter.InState in ->
                    text.append("state in (")
                            .append(
                                    in.states().stream()
                                            .sorted()
                                            .map(MessageState::text)
                                            .collect(Collectors.joining(", ")))
                            .append(')');
            case MessageFilter.HasId has -> text.append("id = ").append(has.id());
            case MessageFilter.Sent sent ->
                    compare("sent", sent.comparison(), instant(sent.wallMillis()));
            case MessageFilter.Age age ->
                    compare("age", age.comparison(), FilterTime.write(age.millis()));
            case MessageFilter.Attempts attempts ->
                    compare(
                            "attempts",
                            attempts.comparison(),
                            Integer.toString(attempts.attempts()));
        }
    }

    private void appendAll(List<MessageFilter> filters, String between) {
        for (int i = 0; i < filters.size(); i++) {
            text.append(i == 0 ? "" : between);
            appendInner(filters.get(i));
        }
    }

    private void appendInner(MessageFilter filter) {
        boolean joined = filter instanceof MessageFilter.And || filter instanceof MessageFilter.Or;
        text.append(joined ? "(" : "");
        append(filter);
        text.append(joined ? ")" : "");
    }

    private void compare(String field, Comparison comparison, String value) {
        text.append(field).append(' ').append(comparison.sign()).append(' ').append(value);
    }

    private static String instant(long wallMillis) {
        return Instant.ofEpochMilli(wallMillis).toString();
    }

    private static String name(TextField field) {
        return switch (field) {
            case TextField.Key key -> "key";
            case TextField.Header header -> "header." + quoted(header.name());
            case TextField.Body body -> "body";
            case TextField.Anything anything -> "text";
            case TextField.Reason reason -> "error";
            case TextField.Source source -> "source";
        };
    }

    private static String test(TextTest test) {
        return switch (test) {
            case TextTest.Is is -> "= " + quoted(is.text());
            case TextTest.Contains contains -> "~ " + quoted(contains.text());
            case TextTest.Like like -> "like " + quoted(like.pattern());
        };
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
