package dev.forebay.amqp.management;

import dev.forebay.access.Access;
import dev.forebay.access.Directory;
import dev.forebay.access.NewPassword;
import dev.forebay.access.User;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.TopologyEdits.Made;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Users with their tags and passwords. On the lane. */
final class UserActions {
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
                .and(WantedUser.HASH, hash.map(PasswordHash::base64).orElse(""))
                .and(
                        WantedUser.ALGORITHM,
                        hash.map(one -> one.algorithm().title()).orElse(WantedUser.USUAL_ALGORITHM))
                .and(WantedUser.TAGS, directory.tags(user.name()).list())
                .and("limits", Map.of());
    }

    void show(Request request) {
        User user = directory().user(request.part("user")).orElseThrow(ApiError::notFound);
        request.json(shown(directory(), user));
    }

    void put(Request request) {
        Wish wish = request.wish();
        if (!wish.has(WantedUser.TAGS)) {
            throw ApiError.badRequest("tags_not_present");
        }
        put(
                request.principal().caller(),
                WantedUser.of(request.part("user"), wish),
                request.reply(request::made));
    }

    /** Makes a user, or gives the one that is there other tags and another password. */
    void put(Caller by, WantedUser wanted, Reply<Made> reply) {
        Made made = directory().user(wanted.name()).isPresent() ? Made.THERE_ALREADY : Made.NEW;
        Access access = administration.access();
        Reply<User> done = then(reply, _ -> reply.ok(made));
        Consumer<NewPassword> put =
                password -> access.accounts().put(by, wanted.name(), wanted.tags(), password, done);
        Optional<String> plain = wanted.plain();
        if (plain.isPresent()) {
            access.logins()
                    .derive(
                            plain.get(),
                            then(done, kept -> put.accept(new NewPassword.Derived(kept))));
        } else {
            put.accept(wanted.password());
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
