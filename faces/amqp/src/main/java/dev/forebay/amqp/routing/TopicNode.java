package dev.forebay.amqp.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in the trie of patterns: what begins with the words on the way here. */
final class TopicNode {
    static final String ONE_WORD = "*";
    static final String ANY_WORDS = "#";

    private final String word;
    private final @Nullable TopicNode parent;
    private final Map<String, TopicNode> words = new HashMap<>(2);
    private @Nullable TopicNode oneWord;
    private @Nullable TopicNode anyWords;
    private final Targets targets = new Targets();
    private long lastSet;

    TopicNode(String word, @Nullable TopicNode parent) {
        this.word = word;
        this.parent = parent;
    }

    /** Whether this stands for any number of words, so that further words lead here again. */
    boolean takesAnyWords() {
        return parent != null && word.equals(ANY_WORDS);
    }

    /** The patterns that end here. */
    Targets targets() {
        return targets;
    }

    @Nullable TopicNode afterWord(String next) {
        return words.get(next);
    }

    @Nullable TopicNode afterOneWord() {
        return oneWord;
    }

    @Nullable TopicNode afterAnyWords() {
        return anyWords;
    }

    /** Whether that set of places does not have this one yet. Sets are numbered from 1. */
    boolean joins(long set) {
        boolean fresh = lastSet != set;
        lastSet = set;
        return fresh;
    }

    /** The place of a pattern below here. */
    TopicNode find(List<String> pattern) {
        TopicNode at = this;
        for (String next : pattern) {
            at = at.child(next);
        }
        return at;
    }

    /** Takes this place away when nothing ends or goes on here, and those before it likewise. */
    void prune() {
        TopicNode at = this;
        while (at.parent != null && at.isBare()) {
            at.parent.drop(at.word);
            at = at.parent;
        }
    }

    private TopicNode child(String next) {
        return switch (next) {
            case ONE_WORD -> {
                oneWord = oneWord == null ? new TopicNode(next, this) : oneWord;
                yield oneWord;
            }
            case ANY_WORDS -> {
                anyWords = anyWords == null ? new TopicNode(next, this) : anyWords;
                yield anyWords;
            }
            default -> words.computeIfAbsent(next, same -> new TopicNode(same, this));
        };
    }

    private void drop(String next) {
        switch (next) {
            case ONE_WORD -> oneWord = null;
            case ANY_WORDS -> anyWords = null;
            default -> words.remove(next);
        }
    }

    boolean isBare() {
        return targets.isEmpty() && words.isEmpty() && oneWord == null && anyWords == null;
    }
}
