package dev.forebay.access.sigv4;

import dev.forebay.access.AccessKey;
import dev.forebay.access.Directory;
import dev.forebay.access.DirectoryChange;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.login.Seal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One user with one key, for tests of signatures. */
final class Keyring {
    static final String ID = "AKIDEXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    final Seal seal = new Seal(new byte[Seal.KEY_BYTES], byte[]::new);
    final User user =
            new User(
                    "ann",
                    Set.of(Role.ADMIN),
                    List.of(),
                    Optional.empty(),
                    0,
                    User.State.ACTIVE,
                    0);
    final AccessKey key =
            new AccessKey(
                    ID,
                    "ann",
                    seal.close(ID, SECRET.getBytes(StandardCharsets.UTF_8)),
                    0,
                    Long.MAX_VALUE);
    final Directory directory =
            Directory.EMPTY
                    .after(new DirectoryChange.PutUser(user))
                    .after(new DirectoryChange.PutKey(key));
}
