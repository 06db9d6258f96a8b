package dev.forebay.httpapi;

import dev.forebay.access.store.DeniedChanges;
import dev.forebay.engine.Caller;
import dev.forebay.httpapi.codec.ApiFailure;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Notes in the audit log what callers wanted to change and may not. On any thread. */
record Denials(DeniedChanges log) {
    private static final List<String> OWNERS = List.of("queue", "user");
    private static final List<String> PARTS =
            List.of("subscription", "replay", "redrive", "message", "schedule");

    /** Takes a step; that it is denied is noted, and goes on. */
    <T> T watch(Caller caller, Route route, List<String> segments, Supplier<T> step) {
        try {
            return step.get();
        } catch (ApiFailure failure) {
            if (failure.problem().type().isDenial()) {
                note(caller, route, segments, "", failure.problem().detail());
            }
            throw failure;
        }
    }

    /**
     * Notes an attempt, if it was one of a change.
     *
     * @param queue the one that it is about where the address names none; or empty
     */
    void note(Caller caller, Route route, List<String> segments, String queue, String reason) {
        if (route.writes() && route.operation().changes()) {
            log.note(caller, deed(route, segments), target(route, segments, queue), reason);
        }
    }

    /** What was to be done, as the log calls it when it is done. */
    private static String deed(Route route, List<String> segments) {
        return switch (route) {
            case START_REDRIVE -> "begin redrive";
            case START_REPLAY -> "begin replay";
            case CHANGE_REDRIVE -> part(route, segments, "change") + " redrive";
            case CHANGE_REPLAY -> part(route, segments, "change") + " replay";
            case CHANGE_SCHEDULE -> part(route, segments, "change") + " schedule";
            case SUBSCRIBE -> "add subscription";
            case UNSUBSCRIBE -> "remove subscription";
            case CANCEL_SCHEDULED -> "cancel scheduled message";
            case ADD_KEY -> "add access key";
            case ROTATE_KEY -> "rotate access key";
            case REVOKE_KEY -> "revoke access key";
            default -> route.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String target(Route route, List<String> segments, String queue) {
        String owner = queue;
        for (String name : OWNERS) {
            String named = part(route, segments, name);
            owner = named.isEmpty() ? owner : named;
        }
        for (String name : PARTS) {
            String named = part(route, segments, name);
            if (!named.isEmpty()) {
                return owner.isEmpty() ? named : owner + "/" + named;
            }
        }
        return owner;
    }

    private static String part(Route route, List<String> segments, String name) {
        int at = route.segments().indexOf("{" + name + "}");
        return at < 0 ? "" : segments.get(at);
    }
}
