package dev.forebay.amqp.management;

import dev.forebay.access.Accounts;
import dev.forebay.access.Directory;
import dev.forebay.access.Logins;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.TopologyEdits.Made;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users with their tags and passwords. On the lane. */
final class UserActions {
    private static final String HASH = "password_hash";
    private static final String ALGORITHM = "hashing_algorithm";
    private static final String USUAL_ALGORITHM = "rabbit_password_hashing_sha256";
    private static final String TAGS = "tags";

    private final Administration administration;

    UserActions(Administration administration) {
        this.administration = administration;
    }

    private Directory directory() {
        return administration.access().directory();
    }

    void list(Request request) {
        answer(request, List.copyOf(directory().users()));
    }

    /** Those who may use no virtual host by a permission. */
    void withoutPermissions(Request request) {
        List<String> with =
                directory().vhosts().permissions().stream().map(one -> one.user()).toList();
        answer(
                request,
                directory().users().stream().filter(user -> !with.contains(user.name())).toList());
    }

    private void answer(Request request, List<User> users) {
        Directory now = directory();
        Lane lane = administration.queues().lane();
        Listing.answer(
                request,
                lane,
                users.stream().map(user -> new Row(user.name(), () -> shown(now, user))).toList());
    }

    /** A user as definitions have it too. Only passwords that RabbitMQ hashed have a hash here. */
    static Members shown(Directory directory, User user) {
        Optional<PasswordHash> hash = directory.hash(user.name());
        return Members.of("name", user.name())
                .and(HASH, hash.map(PasswordHash::base64).orElse(""))
                .and(ALGORITHM, hash.map(one -> one.algorithm().title()).orElse(USUAL_ALGORITHM))
                .and(TAGS, tags(directory, user).list())
                .and("limits", Map.of());
    }

    /** The tags of a user, with those that roles given elsewhere amount to. */
    static UserTags tags(Directory directory, User user) {
        UserTags kept = directory.tags(user.name());
        List<String> all = new ArrayList<>(kept.list());
        if (user.isAdmin() && !all.contains("administrator")) {
            all.add("administrator");
        }
        if (user.roles().contains(Role.VIEW) && !kept.roles().contains(Role.VIEW)) {
            all.add("monitoring");
        }
        return new UserTags(all);
    }

    void show(Request request) {
        User user = directory().user(request.part("user")).orElseThrow(ApiError::notFound);
        request.json(shown(directory(), user));
    }

    void put(Request request) {
        Wish wish = request.wish();
        if (!wish.has(TAGS)) {
            throw ApiError.badRequest("tags_not_present");
        }
        put(request.principal().caller(), request.part("user"), wish, request.reply(request::made));
    }

    /**
     * Makes a user, or gives the one that is there other tags and another password.
     *
     * @throws ApiError 400 when the JSON is wrong
     */
    void put(Caller by, String name, Wish wish, Reply<Made> reply) {
        UserTags tags = tags(wish);
        PasswordHash hash = hash(wish);
        Made made = directory().user(name).isPresent() ? Made.THERE_ALREADY : Made.NEW;
        Accounts accounts = administration.access().accounts();
        Reply<User> done = then(reply, _ -> reply.ok(made));
        Consumer<User> password =
                user -> {
                    if (hash != null) {
                        accounts.setPasswordHash(by, name, hash, done);
                    } else if (wish.has("password")) {
                        setPassword(by, name, wish.text("password"), done);
                    } else {
                        done.ok(user);
                    }
                };
        Reply<User> retag =
                then(reply, _ -> accounts.setTags(by, name, tags, then(reply, password)));
        if (made == Made.NEW) {
            accounts.add(by, name, tags.roles(), List.of(), Optional.empty(), retag);
        } else {
            accounts.setTags(by, name, tags, then(reply, password));
        }
    }

    private void setPassword(Caller by, String name, String password, Reply<User> reply) {
        Logins logins = administration.access().logins();
        logins.derive(
                password,
                then(
                        reply,
                        (Password made) ->
                                administration
                                        .access()
                                        .accounts()
                                        .setPassword(by, name, made, reply)));
    }

    /** Words as a list, or as RabbitMQ had them once, as one text with commas. */
    static List<String> words(Wish wish, String name) {
        return wish.value(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.stream(wish.text(name, "").split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /**
     * Tags from JSON.
     *
     * @throws ApiError 400 when they are too many or too long
     */
    static UserTags tags(Wish wish) {
        List<String> tags = words(wish, TAGS);
        try {
            return new UserTags(tags);
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest("tags: " + wrong.getMessage());
        }
    }

    /** The hash of a password, or null where none is given. */
    static @Nullable PasswordHash hash(Wish wish) {
        if (wish.text(HASH, "").isEmpty()) {
            return null;
        }
        try {
            return PasswordHash.of(wish.text(ALGORITHM, USUAL_ALGORITHM), wish.text(HASH));
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(HASH + ": " + wrong.getMessage());
        }
    }

    void delete(Request request) {
        String name = request.part("user");
        if (directory().user(name).isEmpty()) {
            throw ApiError.notFound();
        }
        administration
                .access()
                .accounts()
                .remove(request.principal().caller(), name, request.reply(_ -> request.empty(204)));
    }

    void deleteSeveral(Request request) {
        if (!(request.wish().requiring("users").value("users") instanceof List<?> names)) {
            throw ApiError.badRequest("users is not an array");
        }
        ArrayDeque<String> left = new ArrayDeque<>();
        names.forEach(name -> left.add(String.valueOf(name)));
        deleteNext(request, left);
    }

    private void deleteNext(Request request, ArrayDeque<String> left) {
        String name = left.poll();
        if (name == null) {
            request.empty(204);
        } else if (directory().user(name).isEmpty()) {
            deleteNext(request, left);
        } else {
            administration
                    .access()
                    .accounts()
                    .remove(
                            request.principal().caller(),
                            name,
                            request.reply(_ -> deleteNext(request, left)));
        }
    }

    private static <T> Reply<T> then(Reply<?> end, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                next.accept(value);
            }

            @Override
            public void refused(Refusal refusal) {
                end.refused(refusal);
            }
        };
    }
}
