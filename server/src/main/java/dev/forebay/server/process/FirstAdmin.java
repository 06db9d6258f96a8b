package dev.forebay.server.process;

import dev.forebay.access.Access;
import dev.forebay.access.Accounts;
import dev.forebay.access.Credentials;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.UserChange;
import dev.forebay.access.login.Password;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Reply;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the administrator that the settings ask for, or gives the one there is that password again:
 * the first way in, and the way back when all passwords are lost. Whoever starts the server owns
 * its data anyway. On the main thread, before anything is served.
 */
final class FirstAdmin {
    private static final String NAME = "admin";
    private static final Caller BY = new Caller("settings", "", "", "");
    private static final Pattern KEY =
            Pattern.compile("\\s*([A-Za-z0-9]{8,64})\\s+([A-Za-z0-9/+_=-]{16,128})\\s*");

    private final Settings settings;
    private final LocalFiles files;
    private final Access access;
    private final Lane lane;

    FirstAdmin(Settings settings, LocalFiles files, Access access, Lane lane) {
        this.settings = settings;
        this.files = files;
        this.access = access;
        this.lane = lane;
    }

    void see() throws StartRefused {
        Optional<Path> password = settings.get(Registry.USERS_ADMIN_PASSWORD_FILE);
        Optional<Path> key = settings.get(Registry.USERS_ADMIN_KEY_FILE);
        if (password.isEmpty() && key.isEmpty()) {
            return;
        }
        Optional<String> text = Optional.empty();
        if (password.isPresent()) {
            text = Optional.of(read(Registry.USERS_ADMIN_PASSWORD_FILE.key(), password.get()));
        }
        seeUser(text.map(String::strip));
        if (key.isPresent()) {
            seeKey(read(Registry.USERS_ADMIN_KEY_FILE.key(), key.get()));
        }
    }

    private void seeUser(Optional<String> password) throws StartRefused {
        Accounts accounts = access.accounts();
        Optional<User> there = access.directory().user(NAME);
        boolean known =
                password.isEmpty()
                        || (there.isPresent()
                                && Password.check(there.get().password(), password.get()));
        Optional<Password> verifier = Optional.empty();
        if (password.isPresent() && !known) {
            verifier = Optional.of(verifier(password.get()));
        }
        if (there.isEmpty()) {
            Optional<Password> first = verifier;
            User _ =
                    this.<User>ask(reply ->
                            accounts.add(BY, NAME, Set.of(Role.ADMIN), List.of(), first, reply));
            return;
        }
        if (!there.get().active() || !there.get().isAdmin()) {
            UserChange again =
                    new UserChange(
                            Optional.of(Set.of(Role.ADMIN)),
                            Optional.empty(),
                            Optional.of(User.State.ACTIVE));
            User _ = this.<User>ask(reply -> accounts.change(BY, NAME, again, reply));
        }
        if (verifier.isPresent()) {
            Password changed = verifier.get();
            User _ = this.<User>ask(reply -> accounts.setPassword(BY, NAME, changed, reply));
        }
    }

    private Password verifier(String password) throws StartRefused {
        try {
            return access.accounts().verifier(password);
        } catch (IllegalArgumentException unfit) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    Registry.USERS_ADMIN_PASSWORD_FILE.key()
                            + ": "
                            + unfit.getMessage()
                            + ", and it is the whole file without blanks around it.");
        }
    }

    private void seeKey(String text) throws StartRefused {
        Matcher matcher = KEY.matcher(text);
        if (!matcher.matches()) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    Registry.USERS_ADMIN_KEY_FILE.key()
                            + " must hold an access key id of 8 to 64 letters and digits, a blank, and"
                            + " a secret of 16 to 128 characters.");
        }
        String id = matcher.group(1);
        String secret = matcher.group(2);
        if (!access.credentials().holdsKey(NAME, id, secret)) {
            Credentials.NewKey _ =
                    this.<Credentials.NewKey>ask(
                            reply -> access.credentials().takeKey(BY, NAME, id, secret, reply));
        }
    }

    private <T> T ask(Consumer<Reply<T>> question) throws StartRefused {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lane.execute(
                () -> question.accept(OpenAccess.into(answer, "cannot make the administrator")));
        return StartRefused.join(answer);
    }

    private String read(String key, Path file) throws StartRefused {
        try {
            return files.read(file);
        } catch (IOException unreadable) {
            throw new StartRefused(
                    ExitCode.USAGE, key + ": cannot read " + file + " (" + unreadable + ").");
        }
    }
}
