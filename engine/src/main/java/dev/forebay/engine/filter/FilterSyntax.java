package dev.forebay.engine.filter;

/** Ends the reading of a filter text at the place where it goes wrong. */
final class FilterSyntax extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String sentence;

    FilterSyntax(int position, String sentence) {
        super(sentence, null, false, false);
        this.position = position;
        this.sentence = sentence;
    }

    int position() {
        return position;
    }

    String sentence() {
        return sentence;
    }
}
