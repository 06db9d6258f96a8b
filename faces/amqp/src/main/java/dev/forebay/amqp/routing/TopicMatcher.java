package dev.forebay.amqp.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * By patterns of words: a trie of them, walked with all the places at once where a pattern may
 * stand after the words so far. Each place joins that set at most once a word, so that no pattern,
 * however many {@code #} it has, costs more than its length for each word.
 */
final class TopicMatcher implements Matcher {
    private final TopicNode root = new TopicNode("", null);
    private List<TopicNode> places = new ArrayList<>();
    private List<TopicNode> next = new ArrayList<>();
    private long sets;

    @Override
    public void add(Binding binding, Target target) {
        root.find(words(binding.routingKey())).targets().add(target);
    }

    @Override
    public void remove(Binding binding, Target target) {
        TopicNode node = root.find(words(binding.routingKey()));
        node.targets().remove(target);
        node.prune();
    }

    @Override
    public void match(RoutedMessage message, Walk walk) {
        List<String> keys = message.routingKeys();
        for (int i = 0; i < keys.size(); i++) {
            match(keys.get(i), walk);
        }
    }

    /** Whether there is nothing but the root. */
    boolean isBare() {
        return root.isBare();
    }

    private void match(String key, Walk walk) {
        sets++;
        places.clear();
        join(root, places, walk);
        int at = 0;
        while (!key.isEmpty() && at >= 0 && !places.isEmpty()) {
            int dot = key.indexOf('.', at);
            advance(dot < 0 ? key.substring(at) : key.substring(at, dot), walk);
            at = dot < 0 ? -1 : dot + 1;
        }
        for (int i = 0; i < places.size(); i++) {
            places.get(i).targets().reach(walk);
        }
    }

    private void advance(String word, Walk walk) {
        sets++;
        next.clear();
        for (int i = 0; i < places.size(); i++) {
            TopicNode place = places.get(i);
            if (place.takesAnyWords()) {
                join(place, next, walk);
            }
            TopicNode same = place.afterWord(word);
            if (same != null) {
                join(same, next, walk);
            }
            TopicNode any = place.afterOneWord();
            if (any != null) {
                join(any, next, walk);
            }
        }
        List<TopicNode> done = places;
        places = next;
        next = done;
    }

    /** Adds a place and, since {@code #} may stand for no word at all, what is after such. */
    private void join(TopicNode node, List<TopicNode> set, Walk walk) {
        TopicNode at = node;
        while (at != null && at.joins(sets)) {
            walk.step();
            set.add(at);
            at = at.afterAnyWords();
        }
    }

    /** The words of a key or pattern: none of an empty one. */
    private static List<String> words(String key) {
        return key.isEmpty() ? List.of() : List.of(key.split("\\.", -1));
    }
}
