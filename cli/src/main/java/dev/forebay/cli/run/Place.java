package dev.forebay.cli.run;

/** A place in a queue, as the API takes it. */
final class Place {
    private Place() {}

    /** Digits are an offset, and a number to the API; all else is a word or a time. */
    static Object of(String text) {
        return text.matches("\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }
}
