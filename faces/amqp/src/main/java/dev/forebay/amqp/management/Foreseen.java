package dev.forebay.amqp.management;

import dev.forebay.access.Directory;
import dev.forebay.access.login.LocalUser;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.management.DefinitionsImport.Outcome;
import dev.forebay.engine.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a definition finds when its turn comes: what the server has, and what those before it make,
 * which in a dry run is not there and in an import perhaps not yet. So both tell the same. On the
 * lane.
 */
final class Foreseen {
    private static final String VHOST = "vhost";
    private static final String USER = "user";

    private final Administration administration;
    private final Map<Object, Object> made = new HashMap<>();
    private boolean locked;

    /** Something that a definition makes. */
    record Place(String kind, String vhost, String name) {}

    Foreseen(Administration administration) {
        this.administration = administration;
    }

    /**
     * Something that takes another value when it is defined again.
     *
     * @param now what would become of it as the server is
     */
    Outcome put(Object place, Object wanted, Outcome now) {
        Object before = made.put(place, wanted);
        if (before == null) {
            return now;
        }
        return before.equals(wanted) ? Outcome.SAME : Outcome.CHANGE;
    }

    /**
     * Something that stays as it was declared first.
     *
     * @throws ApiError 400 when the file has it before, and otherwise
     */
    Outcome declare(Place place, Object wanted, Outcome now) {
        Object before = made.get(place);
        if (before != null && !before.equals(wanted)) {
            throw ApiError.badRequest("the file declares it before, with other arguments");
        }
        return put(place, wanted, now);
    }

    /** What the file made of a place before; empty where it did not. */
    Optional<Object> made(Place place) {
        return Optional.ofNullable(made.get(place));
    }

    Outcome host(String name, Object wanted, Outcome now) {
        return put(new Place(VHOST, "", name), wanted, now);
    }

    /**
     * A user. While there is none, the first must be one who can let others in, and gets in
     * himself.
     *
     * @param address where who imports is
     * @throws ApiError 400 when it would be another
     */
    Outcome user(WantedUser wanted, String address, Outcome now) {
        if (administration.access().open() && !locked) {
            requireFirst(wanted, address);
        }
        locked = true;
        return put(new Place(USER, "", wanted.name()), wanted, now);
    }

    private static void requireFirst(WantedUser wanted, String address) {
        if (!wanted.isAdministrator()) {
            throw ApiError.of(
                    new Refusal.InvalidSetting(
                            "roles",
                            wanted.tags().roles().toString(),
                            "admin, for the first user"));
        }
        if (!wanted.letsIn() || LocalUser.isKeptOut(wanted.name(), address)) {
            throw ApiError.badRequest(
                    "nobody could sign in after that: the first user must be an administrator with"
                            + " a password, who gets in from where you are");
        }
    }

    /**
     * Fails without a virtual host of the name.
     *
     * @throws ApiError 400
     */
    void requireHost(String name) {
        requireThere(new Place(VHOST, "", name), administration.host(name).isPresent());
    }

    /**
     * Fails without a user of the name.
     *
     * @throws ApiError 400
     */
    void requireUser(String name) {
        Directory directory = administration.access().directory();
        requireThere(new Place(USER, "", name), directory.user(name).isPresent());
    }

    /**
     * Fails without it.
     *
     * @param now whether the server has it
     * @throws ApiError 400
     */
    void requireThere(Place place, boolean now) {
        if (!now && !made.containsKey(place)) {
            throw ApiError.badRequest(
                    "there is no %s '%s'%s"
                            .formatted(
                                    place.kind(),
                                    place.name(),
                                    place.vhost().isEmpty()
                                            ? ""
                                            : " in vhost '" + place.vhost() + "'"));
        }
    }
}
