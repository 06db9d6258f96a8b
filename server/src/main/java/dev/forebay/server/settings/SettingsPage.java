package dev.forebay.server.settings;

/** Writes the reference page, docs/settings.md, from the registry. A test keeps the two equal. */
final class SettingsPage {
    private SettingsPage() {}

    static String markdown() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Settings

                        Written from the registry of settings in the code; a test fails when the two differ.

                        Each setting can be given as a flag, as an environment variable, or in a YAML file named by
                        `--config`. A flag outranks a variable, a variable the file, the file the default. In the file
                        `http.port: 9324` and

                        ```yaml
                        http:
                          port: 9324
                        ```

                        mean the same. Sizes take `B`, `KiB`, `MiB`, `GiB`, `TiB` (1024) and `kB`, `MB`, `GB`, `TB`
                        (1000); times take `ms`, `s`, `m`, `h`, `d`. What is unknown or out of range is an error that
                        names the place; nothing starts then (exit code 2). `FOREBAY_JAVA_OPTS` is no setting of the
                        server: the launcher hands it to the JVM.
                        """);
        Registry.ALL.forEach(setting -> page.append(section(setting)));
        return page.toString();
    }

    private static String section(Setting<?> setting) {
        String shortFlag = setting.shortFlag().map(flag -> ", `" + flag + "`").orElse("");
        String fallback = setting.fallback().isEmpty() ? "nothing" : "`" + setting.fallback() + "`";
        return "\n## `%s`\n\n%s\n\n- Flag `%s`%s, variable `%s`\n- Accepted: %s. Default: %s.\n"
                .formatted(
                        setting.key(),
                        setting.doc(),
                        setting.flag(),
                        shortFlag,
                        setting.variable(),
                        setting.form().accepted(),
                        fallback);
    }
}
