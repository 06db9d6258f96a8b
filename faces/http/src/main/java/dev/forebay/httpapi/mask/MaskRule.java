package dev.forebay.httpapi.mask;

import dev.forebay.access.NamePattern;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.filter.TextField;
import dev.forebay.engine.filter.TextTest;
import java.util.Arrays;
import java.util.List;

/**
 * What is masked in the messages of some queues.
 *
 * @param queues their names, in which {@code *} stands for any run of characters
 */
record MaskRule(String queues, List<MaskedField> fields) {
    private static final String AFTER_QUEUES = ": ";

    MaskRule {
        fields = List.copyOf(fields);
    }

    /**
     * A rule such as {@code orders.*: $.card.number, header:authorization}.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static MaskRule parse(String text) {
        int end = text.indexOf(AFTER_QUEUES);
        if (end <= 0) {
            throw new IllegalArgumentException(
                    "the rule \"" + text + "\" names no queues; write QUEUES: FIELD, FIELD");
        }
        String queues = text.substring(0, end).strip();
        if (queues.contains("?")) {
            throw new IllegalArgumentException(
                    "\"" + queues + "\" has a ?; only * stands for others");
        }
        List<MaskedField> fields =
                Arrays.stream(text.substring(end + AFTER_QUEUES.length()).split(",", -1))
                        .map(String::strip)
                        .map(MaskedField::parse)
                        .toList();
        return new MaskRule(queues, fields);
    }

    boolean isFor(String queue) {
        return NamePattern.matches(queues, queue);
    }

    /** Whether by the answers to a filter one could find out what it masks. */
    boolean isAskedBy(MessageFilter filter) {
        return switch (filter) {
            case MessageFilter.Not not -> isAskedBy(not.filter());
            case MessageFilter.And and -> and.filters().stream().anyMatch(this::isAskedBy);
            case MessageFilter.Or or -> or.filters().stream().anyMatch(this::isAskedBy);
            case MessageFilter.Has has -> masks(has.field());
            case MessageFilter.TextIs is -> masks(is.field());
            case MessageFilter.All _,
                    MessageFilter.InState _,
                    MessageFilter.HasId _,
                    MessageFilter.Sent _,
                    MessageFilter.Age _,
                    MessageFilter.Attempts _ ->
                    false;
        };
    }

    private boolean masks(TextField field) {
        return switch (field) {
            case TextField.Anything _ -> true;
            case TextField.Body _ -> fields.stream().anyMatch(MaskedField.InBody.class::isInstance);
            case TextField.Header header ->
                    fields.stream()
                            .anyMatch(masked ->
                                    masked instanceof MaskedField.InHeader(String name)
                                            && name.equalsIgnoreCase(header.name()));
            case TextField.Key _, TextField.Reason _, TextField.Source _ -> false;
        };
    }

    /** Leaves out messages that have been in its queues; perhaps some more. */
    MessageFilter without() {
        String name = queues.replace("\\", "\\\\");
        return new MessageFilter.Not(
                new MessageFilter.TextIs(
                        new TextField.Header(MessageHistory.HEADER),
                        new TextTest.Like("*" + name + "*")));
    }
}
