package dev.forebay.engine.edit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a template may take from a message. */
sealed interface Variable {
    /** The names, for who got one wrong. */
    String NAMES =
            "body, key, id, reason, attempts, headers.NAME, body.PATH (a.b.0, or /a/b/0),"
                    + " body.PATH:json";

    /** The body, byte by byte. */
    record Body() implements Variable {}

    record Key() implements Variable {}

    record Id() implements Variable {}

    /** Why it was dead-lettered last. */
    record Reason() implements Variable {}

    /** How often it was leased before it was dead-lettered, or in this queue. */
    record Attempts() implements Variable {}

    /** The last header of the name. */
    record Header(String name) implements Variable {}

    /** A value within the body. */
    record Within(List<String> path, BodyReader.As as) implements Variable {
        public Within {
            path = List.copyOf(path);
        }
    }

    /** The variable of this name, if there is one. */
    static Optional<Variable> named(String name) {
        return switch (name) {
            case "body" -> Optional.of(new Body());
            case "key" -> Optional.of(new Key());
            case "id" -> Optional.of(new Id());
            case "reason" -> Optional.of(new Reason());
            case "attempts" -> Optional.of(new Attempts());
            default -> longer(name);
        };
    }

    private static Optional<Variable> longer(String name) {
        String headers = "headers.";
        if (name.startsWith(headers)) {
            return name.length() == headers.length()
                    ? Optional.empty()
                    : Optional.of(new Header(name.substring(headers.length())));
        }
        return name.startsWith("body.") || name.startsWith("body/")
                ? within(name.substring("body".length()))
                : Optional.empty();
    }

    /** A path with dots, or a JSON pointer (RFC 6901). */
    private static Optional<Variable> within(String path) {
        String json = ":json";
        BodyReader.As as = path.endsWith(json) ? BodyReader.As.WRITTEN : BodyReader.As.TEXT;
        String plain =
                path.endsWith(json) ? path.substring(0, path.length() - json.length()) : path;
        boolean pointer = plain.startsWith("/");
        List<String> names = Arrays.asList(plain.substring(1).split(pointer ? "/" : "[.]", -1));
        if (pointer) {
            names.replaceAll(name -> name.replace("~1", "/").replace("~0", "~"));
        } else if (names.contains("")) {
            return Optional.empty();
        }
        return Optional.of(new Within(names, as));
    }
}
