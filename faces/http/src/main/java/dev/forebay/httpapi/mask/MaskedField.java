package dev.forebay.httpapi.mask;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A part of a message that is masked. */
sealed interface MaskedField {
    String HEADER = "header:";
    String BODY = "$";

    /** Without what other notations of paths have, and would be taken for a name here. */
    Pattern NAME = Pattern.compile("[^\\[\\](){}\"'`$]+");

    /**
     * A value of a body that is JSON.
     *
     * @param path of names and indices; none for the whole body
     */
    record InBody(List<String> path) implements MaskedField {
        public InBody {
            path = List.copyOf(path);
        }
    }

    /** Every header of this name, in whatever case. */
    record InHeader(String name) implements MaskedField {}

    /**
     * A field as rules write it.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static MaskedField parse(String text) {
        if (text.startsWith(HEADER) && text.length() > HEADER.length()) {
            return new InHeader(text.substring(HEADER.length()));
        }
        if (text.equals(BODY)) {
            return new InBody(List.of());
        }
        List<String> path = Arrays.asList(text.split("\\.", -1));
        if (!path.getFirst().equals(BODY) || path.contains("")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither $.PATH.IN.THE.BODY, nor $, nor header:NAME");
        }
        List<String> below = path.subList(1, path.size());
        if (!below.stream().allMatch(NAME.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" has a bracket, a quote or a $ in it, which no path has: name members"
                            + " and indices with dots between them, such as $.cards.0.number");
        }
        return new InBody(below);
    }
}
