package dev.forebay.cli.output;

import java.util.Locale;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param title stands above it
 * @param at where its values are in a thing
 * @param kind how they are shown
 * @param most columns of the terminal that it may take, except in wide tables
 * @param wideOnly whether only wide tables have it
 */
public record Column(String title, JsonPointer at, Kind kind, int most, boolean wideOnly) {
    private static final int ANY = Integer.MAX_VALUE;
    private static final String NONE = "–";

    /** In place of a body that is kept from who looks. */
    private static final String MASKED = "(masked)";

    /** What values are. */
    enum Kind {
        TEXT,
        BODY,
        MARK,
        COUNT,
        BYTES,
        MILLIS,
        RATE,
        FIGURE;

        boolean isFigure() {
            return this != TEXT && this != BODY && this != MARK;
        }
    }

    /** Of texts. */
    public static Column text(String title, String at) {
        return of(title, at, Kind.TEXT);
    }

    /** Of bodies, which may be masked. */
    public static Column body(String title, String at) {
        return of(title, at, Kind.BODY);
    }

    /** Without a title: a star for those of which it is true. */
    public static Column mark(String at) {
        return of("", at, Kind.MARK);
    }

    /** Of numbers of things. */
    public static Column count(String title, String at) {
        return of(title, at, Kind.COUNT);
    }

    /** Of sizes. */
    public static Column bytes(String title, String at) {
        return of(title, at, Kind.BYTES);
    }

    /** Of durations in ms. */
    public static Column millis(String title, String at) {
        return of(title, at, Kind.MILLIS);
    }

    /** Of things a second. */
    public static Column rate(String title, String at) {
        return of(title, at, Kind.RATE);
    }

    /** Of numbers to a hundredth. */
    public static Column figure(String title, String at) {
        return of(title, at, Kind.FIGURE);
    }

    private static Column of(String title, String at, Kind kind) {
        return new Column(title, JsonPointer.compile(at), kind, ANY, false);
    }

    /** The same, in wide tables only. */
    public Column wide() {
        return new Column(title, at, kind, most, true);
    }

    /** The same, cut in tables that are not wide. */
    public Column atMost(int columns) {
        return new Column(title, at, kind, columns, wideOnly);
    }

    /** What stands in the row of a thing, as people may see it. */
    public String cell(JsonNode thing, Format format) {
        JsonNode value = thing.at(at);
        boolean hidden = kind == Kind.BODY && value.isMissingNode();
        String text = hidden && thing.path("masked").asBoolean(false) ? MASKED : show(value, kind);
        return format == Format.WIDE ? text : Shown.cut(text, most);
    }

    static String show(JsonNode value, Kind kind) {
        if (value.isMissingNode() || value.isNull()) {
            return kind.isFigure() ? NONE : "";
        }
        if (kind == Kind.MARK) {
            return value.asBoolean(false) ? "*" : "";
        }
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
            return Shown.line(
                    String.join(", ", value.valueStream().map(JsonNode::asString).toList()));
        }
        if (!value.isNumber() || !kind.isFigure()) {
            return Shown.line(value.isString() ? value.asString() : value.toString());
        }
        return switch (kind) {
            case TEXT, BODY, MARK -> value.asString();
            case COUNT -> Units.count(value.asLong());
            case BYTES -> Units.bytes(value.asLong());
            case MILLIS -> Units.millis(value.asLong());
            case RATE -> Units.rate(value.asDouble());
            case FIGURE -> String.format(Locale.ROOT, "%,.2f", value.asDouble());
        };
    }
}
