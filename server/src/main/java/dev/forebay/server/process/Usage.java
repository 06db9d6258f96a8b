package dev.forebay.server.process;

import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;
import java.util.Locale;

/** What {@code --help} prints for the commands of the server. */
public final class Usage {
    private static final int FLAG_WIDTH = 26;

    private Usage() {}

    public static String text() {
        StringBuilder text =
                new StringBuilder(
                        """
                        forebay start [FLAGS]    run the server in the foreground
                        forebay verify DIR       check a data folder that no server uses

                        Flags; each is also a FOREBAY_… variable and a key in a file (docs/settings.md):
                        """);
        for (Setting<?> setting : Registry.ALL) {
            String flag = setting.shortFlag().orElse(setting.flag());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "  %-" + FLAG_WIDTH + "s %s%n",
                            flag,
                            firstSentence(setting.doc()) + standard(setting)));
        }
        return text.toString();
    }

    private static String firstSentence(String doc) {
        int end = doc.indexOf(". ");
        return end < 0 ? doc : doc.substring(0, end + 1);
    }

    private static String standard(Setting<?> setting) {
        return setting.fallback().isEmpty() ? "" : " [" + setting.fallback() + "]";
    }
}
