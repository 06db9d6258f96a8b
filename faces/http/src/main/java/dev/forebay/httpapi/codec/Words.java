package dev.forebay.httpapi.codec;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words of fixed lists: lower case, joined by dashes. */
public final class Words {
    private Words() {}

    /** How a value is written. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The value of a word.
     *
     * @throws ApiFailure when there is none, naming those there are
     */
    public static <E extends Enum<E>> E read(Class<E> type, String member, String word) {
        StringBuilder words = new StringBuilder();
        for (E value : type.getEnumConstants()) {
            if (of(value).equals(word)) {
                return value;
            }
            words.append(words.isEmpty() ? "" : ", ").append(of(value));
        }
        throw ApiFailure.invalid(member, words.toString());
    }

    /** The values of several words. */
    public static <E extends Enum<E>> Set<E> read(
            Class<E> type, String member, List<String> words) {
        Set<E> values = EnumSet.noneOf(type);
        words.forEach(word -> values.add(read(type, member, word)));
        return values;
    }
}
