package dev.forebay.httpapi.mask;

import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What of messages is masked to those who look at them: by the rules for every queue that a message
 * is or was in, as far as its history tells.
 */
public final class MaskRules {
    /** Nothing is masked. */
    public static final MaskRules NONE = parse("");

    private final String text;
    private final List<MaskRule> rules;

    private MaskRules(String text, List<MaskRule> rules) {
        this.text = text;
        this.rules = rules;
    }

    /**
     * Rules with {@code ;} between them.
     *
     * @throws IllegalArgumentException with what is wrong, for people
     */
    public static MaskRules parse(String text) {
        return new MaskRules(
                text,
                Arrays.stream(text.split(";", -1))
                        .map(String::strip)
                        .filter(rule -> !rule.isEmpty())
                        .map(MaskRule::parse)
                        .toList());
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** A message of a queue as those see it who may not see what is masked. */
    public Shown show(String queue, Message message) {
        List<HistoryEntry> past = MessageHistory.of(message.headers()).entries();
        List<MaskedField> fields =
                rules.stream()
                        .filter(rule ->
                                rule.isFor(queue)
                                        || past.stream()
                                                .anyMatch(entry -> rule.isFor(entry.queue())))
                        .flatMap(rule -> rule.fields().stream())
                        .toList();
        return fields.isEmpty() ? Shown.whole(message) : new Mask(fields).of(message);
    }

    /** Whether by the answers to a filter one could find out what is masked in this queue. */
    public boolean areAskedBy(MessageFilter filter, String queue) {
        return rules.stream().anyMatch(rule -> rule.isFor(queue) && rule.isAskedBy(filter));
    }

    /** The same filter, but for messages that were in queues where what it asks for is masked. */
    public MessageFilter guarded(MessageFilter filter) {
        List<MessageFilter> all = new ArrayList<>(List.of(filter));
        rules.stream()
                .filter(rule -> rule.isAskedBy(filter))
                .map(MaskRule::without)
                .forEach(all::add);
        return all.size() == 1 ? filter : new MessageFilter.And(all);
    }

    /** As people wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
