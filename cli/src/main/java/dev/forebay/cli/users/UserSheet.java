package dev.forebay.cli.users;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;

/** What is shown of users, and where they are. */
final class UserSheet {
    static final Sheet USERS =
            Sheet.of(
                    "users",
                    "/name",
                    Column.text("NAME", "/name"),
                    Column.text("STATE", "/state"),
                    Column.text("ROLES", "/roles"),
                    Column.text("GRANTS", "/grants"),
                    Column.text("PASSWORD", "/hasPassword").wide(),
                    Column.text("KEYS", "/keys").wide(),
                    Column.text("TOKENS", "/tokens").wide(),
                    Column.text("CREATED", "/createdAt").wide());

    static final Sheet TOKENS = Sheet.of("tokens", "/text");

    static final Sheet KEYS = Sheet.of("keys", "/key");

    private UserSheet() {}

    static String path(String user) {
        return "/v1/users/" + Api.segment(user);
    }
}
