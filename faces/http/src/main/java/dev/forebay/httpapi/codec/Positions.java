package dev.forebay.httpapi.codec;

import dev.forebay.engine.Position;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/** Places in a queue and filters over its messages, as clients write them. */
public final class Positions {
    private static final String ACCEPTED = "\"beginning\", \"now\", a time, or a whole offset";

    private Positions() {}

    /** The next value as a place. */
    public static Position read(String member, JsonIn in) {
        JsonToken token = in.next();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            try {
                return new Position.Offset(Long.parseLong(in.currentText(member)));
            } catch (NumberFormatException | InputCoercionException tooLong) {
                throw ApiFailure.invalid(member, ACCEPTED);
            }
        }
        if (token != JsonToken.VALUE_STRING) {
            throw ApiFailure.invalid(member, ACCEPTED);
        }
        return named(member, in.currentText(member));
    }

    /** A place as a parameter names it; digits are an offset. */
    public static Position parse(String member, String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return named(member, text);
        }
        try {
            return new Position.Offset(Long.parseLong(text));
        } catch (NumberFormatException tooLong) {
            throw ApiFailure.invalid(member, ACCEPTED);
        }
    }

    private static Position named(String member, String text) {
        return switch (text) {
            case "beginning" -> new Position.Beginning();
            case "now" -> new Position.Now();
            default -> new Position.Time(Times.read(member, text));
        };
    }

    /** A filter in its text form. */
    public static MessageFilter filter(String member, String text) {
        return switch (FilterText.parse(text)) {
            case FilterText.Parsed.Filter parsed -> parsed.filter();
            case FilterText.Parsed.Wrong wrong ->
                    throw new ApiFailure(
                            ProblemType.INVALID,
                            member + ", at character " + wrong.position() + ": " + wrong.message());
        };
    }
}
