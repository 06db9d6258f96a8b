package dev.forebay.sqs;

import dev.forebay.access.Access;
import dev.forebay.access.AccessKey;
import dev.forebay.access.Credentials.NewKey;
import dev.forebay.access.Grant;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Makes users and their keys. */
record TestUsers(Access access, Lane lane) {
    private static final Caller BY = Caller.IN_PROCESS;

    /** A new user with a key of his own. */
    AwsBasicCredentials add(String name, Set<Role> roles, Grant... grants) {
        User _ =
                this.<User>ask(reply ->
                        access.accounts()
                                .add(BY, name, roles, List.of(grants), Optional.empty(), reply));
        NewKey key = ask(reply -> access.credentials().addKey(BY, name, reply));
        return AwsBasicCredentials.create(key.key().id(), key.secret());
    }

    void revoke(String key) {
        AccessKey _ = this.<AccessKey>ask(reply -> access.credentials().revokeKey(BY, key, reply));
    }

    private <T> T ask(Consumer<Reply<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lane.execute(() ->
                question.accept(
                        new Reply<>() {
                            @Override
                            public void ok(T value) {
                                answer.complete(value);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                answer.completeExceptionally(
                                        new IllegalStateException(refusal.message()));
                            }
                        }));
        return answer.join();
    }
}
