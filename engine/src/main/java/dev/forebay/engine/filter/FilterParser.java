package dev.forebay.engine.filter;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.filter.FilterTokens.Kind;
import dev.forebay.engine.filter.FilterTokens.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads one filter text, by recursive descent. */
final class FilterParser {
    private static final String HEADER = "header.";
    private static final String FIELDS =
            "key, body, text, header.NAME, error, source, id, state, age, sent or attempts";

    private final List<Token> tokens;
    private int next;
    private int parts;
    private int depth;

    FilterParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    MessageFilter whole() throws FilterSyntax {
        MessageFilter filter = alternatives();
        if (peek().kind() != Kind.END) {
            throw wrong(peek(), "Expected and, or, or the end of the filter");
        }
        return filter;
    }

    private MessageFilter alternatives() throws FilterSyntax {
        List<MessageFilter> all = new ArrayList<>();
        do {
            all.add(conjunction());
        } while (taken("or"));
        return all.size() == 1 ? all.getFirst() : new MessageFilter.Or(all);
    }

    private MessageFilter conjunction() throws FilterSyntax {
        List<MessageFilter> all = new ArrayList<>();
        do {
            all.add(part());
        } while (taken("and"));
        return all.size() == 1 ? all.getFirst() : new MessageFilter.And(all);
    }

    private MessageFilter part() throws FilterSyntax {
        Token begin = peek();
        if (++parts > FilterText.MAX_PARTS) {
            throw new FilterSyntax(
                    begin.position(),
                    "A filter has at most " + FilterText.MAX_PARTS + " parts; this is one more.");
        }
        if (++depth > FilterText.MAX_DEPTH) {
            throw new FilterSyntax(
                    begin.position(),
                    "A filter nests at most " + FilterText.MAX_DEPTH + " deep; this is deeper.");
        }
        MessageFilter filter = partHere();
        depth--;
        return filter;
    }

    private MessageFilter partHere() throws FilterSyntax {
        if (taken("not")) {
            return new MessageFilter.Not(part());
        }
        if (taken("(")) {
            MessageFilter inner = alternatives();
            expect(")");
            return inner;
        }
        if (taken("all")) {
            return new MessageFilter.All();
        }
        if (taken("has")) {
            return new MessageFilter.Has(field(take()));
        }
        return test();
    }

    private MessageFilter test() throws FilterSyntax {
        Token field = take();
        if (field.kind() != Kind.WORD) {
            throw wrong(field, "Expected a test: " + FIELDS);
        }
        return switch (field.text()) {
            case "state" -> state();
            case "id" -> id();
            case "age" -> new MessageFilter.Age(comparison(), FilterTime.duration(value()));
            case "sent", "time" ->
                    new MessageFilter.Sent(comparison(), FilterTime.instant(value()));
            case "attempts" -> new MessageFilter.Attempts(comparison(), number(value()));
            default -> text(field(field));
        };
    }

    private TextField field(Token token) throws FilterSyntax {
        if (token.kind() == Kind.WORD && token.text().startsWith(HEADER)) {
            String name = token.text().substring(HEADER.length());
            if (!name.isEmpty()) {
                return new TextField.Header(name);
            }
            Token quoted = take();
            if (quoted.kind() != Kind.QUOTED) {
                throw wrong(quoted, "Expected the header's name after header.");
            }
            return new TextField.Header(quoted.text());
        }
        return switch (token.kind() == Kind.WORD ? token.text() : "") {
            case "key" -> new TextField.Key();
            case "body" -> new TextField.Body();
            case "text" -> new TextField.Anything();
            case "error", "reason" -> new TextField.Reason();
            case "source" -> new TextField.Source();
            default -> throw wrong(token, "There is no such field; there are " + FIELDS);
        };
    }

    private MessageFilter text(TextField field) throws FilterSyntax {
        Token sign = take();
        return switch (sign.kind() == Kind.QUOTED ? "" : sign.text()) {
            case "=" -> is(field, new TextTest.Is(value().text()));
            case "!=" -> new MessageFilter.Not(is(field, new TextTest.Is(value().text())));
            case "~" -> is(field, new TextTest.Contains(value().text()));
            case "!~" -> new MessageFilter.Not(is(field, new TextTest.Contains(value().text())));
            case "like" -> is(field, new TextTest.Like(value().text()));
            default -> throw wrong(sign, "Expected =, !=, ~, !~ or like");
        };
    }

    private static MessageFilter is(TextField field, TextTest test) {
        return new MessageFilter.TextIs(field, test);
    }

    private MessageFilter state() throws FilterSyntax {
        Token sign = take();
        return switch (sign.kind() == Kind.QUOTED ? "" : sign.text()) {
            case "=" -> new MessageFilter.InState(Set.of(state(value())));
            case "!=" -> new MessageFilter.Not(new MessageFilter.InState(Set.of(state(value()))));
            case "in" -> {
                expect("(");
                Set<MessageState> states = EnumSet.noneOf(MessageState.class);
                do {
                    states.add(state(value()));
                } while (taken(","));
                expect(")");
                yield new MessageFilter.InState(states);
            }
            default -> throw wrong(sign, "Expected =, != or in (..)");
        };
    }

    private static MessageState state(Token token) throws FilterSyntax {
        for (MessageState state : MessageState.values()) {
            if (state.text().equals(token.text())) {
                return state;
            }
        }
        String known =
                Arrays.stream(MessageState.values())
                        .map(MessageState::text)
                        .collect(Collectors.joining(", "));
        throw wrong(token, "There is no such state; there are " + known);
    }

    private MessageFilter id() throws FilterSyntax {
        Token sign = take();
        if (!sign.is("=") && !sign.is("!=")) {
            throw wrong(sign, "Expected = or !=");
        }
        MessageFilter has = new MessageFilter.HasId(messageId(value()));
        return sign.is("=") ? has : new MessageFilter.Not(has);
    }

    private static MessageId messageId(Token token) throws FilterSyntax {
        try {
            UUID id = UUID.fromString(token.text());
            if (id.toString().equalsIgnoreCase(token.text())) {
                return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits());
            }
        } catch (IllegalArgumentException notOne) {
            // Told below, as for texts that are almost one.
        }
        throw wrong(token, "Expected a message id: 32 hexadecimal digits with hyphens");
    }

    private Comparison comparison() throws FilterSyntax {
        Token sign = take();
        for (Comparison comparison : Comparison.values()) {
            if (sign.is(comparison.sign())) {
                return comparison;
            }
        }
        throw wrong(sign, "Expected <, <=, =, !=, >= or >");
    }

    private static int number(Token token) throws FilterSyntax {
        if (token.text().matches("[0-9]{1,9}")) {
            return Integer.parseInt(token.text());
        }
        throw wrong(token, "Expected a whole number");
    }

    private Token value() throws FilterSyntax {
        Token token = take();
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
            throw wrong(token, "Expected a value");
        }
        return token;
    }

    private void expect(String sign) throws FilterSyntax {
        Token token = take();
        if (!token.is(sign)) {
            throw wrong(token, "Expected " + sign);
        }
    }

    private boolean taken(String word) {
        boolean is = peek().is(word);
        next += is ? 1 : 0;
        return is;
    }

    private Token take() {
        Token token = peek();
        next += token.kind() == Kind.END ? 0 : 1;
        return token;
    }

    private Token peek() {
        return tokens.get(next);
    }

    static FilterSyntax wrong(Token token, String expected) {
        return new FilterSyntax(token.position(), expected + ", not " + token.shown() + ".");
    }
}
