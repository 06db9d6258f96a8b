package dev.forebay.httpapi;

import java.util.List;

/**
 * What some routes answer beside what their {@link Route.Form} says, and the headers that they
 * heed: what the OpenAPI document has to tell beyond the table of routes.
 */
final class RouteNotes {
    private static final String LINES = "application/x-ndjson";

    private RouteNotes() {}

    /**
     * Another answer that is no problem.
     *
     * @param contents what it may hold; none for an answer without a body
     */
    record Answer(int status, String description, List<Content> contents) {}

    /**
     * One form of an answer or request.
     *
     * @param schema name of its schema
     */
    record Content(String type, String schema) {}

    static List<Answer> answers(Route route) {
        return switch (route) {
            case SEND ->
                    List.of(
                            new Answer(
                                    200,
                                    "Of a batch some failed; of a stream, lines of results.",
                                    List.of(
                                            new Content(Answers.JSON, route.answer()),
                                            new Content(LINES, "SendLine"))));
            case PUT_SCHEDULE -> List.of(of(route, 201, "There was none; it was made."));
            case HEALTH -> List.of(of(route, 503, "The server should get no traffic."));
            case SHOW_QUEUE, SHOW_SCHEDULE, SHOW_USER ->
                    List.of(new Answer(304, "It is as If-None-Match says.", List.of()));
            default -> List.of();
        };
    }

    private static Answer of(Route route, int status, String description) {
        Content content = new Content(route.form().contentType(), route.answer());
        return new Answer(status, description, List.of(content));
    }

    /** What a request may hold. */
    static List<Content> requests(Route route) {
        if (route.request().isEmpty()) {
            return List.of();
        }
        Content json = new Content(Answers.JSON, route.request());
        return route == Route.SEND ? List.of(json, new Content(LINES, "Message")) : List.of(json);
    }

    /** Headers that it heeds, beside those that all do. */
    static List<String> conditions(Route route) {
        return switch (route) {
            case CHANGE_QUEUE, TAG_QUEUE, DELETE_QUEUE -> List.of("If-Match");
            case DELETE_SCHEDULE, CHANGE_SCHEDULE -> List.of("If-Match");
            case CHANGE_USER, REMOVE_USER -> List.of("If-Match");
            case PUT_SCHEDULE -> List.of("If-Match", "If-None-Match");
            case SHOW_QUEUE, SHOW_SCHEDULE, SHOW_USER -> List.of("If-None-Match");
            case LIVE_STATS -> List.of("Last-Event-ID");
            default -> List.of();
        };
    }
}
