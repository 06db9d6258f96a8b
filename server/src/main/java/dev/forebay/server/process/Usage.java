package dev.forebay.server.process;

import dev.forebay.server.settings.Form;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Setting;

/** What {@code --help} prints for the commands of the server; no line over 80 columns. */
public final class Usage {
    private static final int COLUMNS = 80;
    private static final int FLAGS = 30;

    private static final String VERIFY =
            """
            Usage: forebay verify DIR
            Checks every byte that the log in a data folder depends on, and its secrets,
            while no server uses the folder. Changes no data; the file "lock" keeps servers
            away.

            Exit codes:
              0   sound; an end that a crash may have torn is told, and a start mends it
              1   there is no such folder, it holds no data, or it cannot be read
              2   wrong usage
              3   damaged (each range is named), in use by a server, or of a newer format
            """;

    private static final String CONFIG =
            """
            Usage: forebay config check [FLAG]...
            Reads the settings that start would with the same flags, variables and file, says
            what is wrong with them and where, and starts nothing.

            Exit codes:
              0   a start would take them
              2   it would not
            """;

    private static final String START =
            """
            Usage: forebay start [FLAG]...
            Runs the server in the foreground; SIGTERM or Ctrl-C drains and stops it.

            Flags; each is also a FOREBAY_… variable, and a key in the file of --config
            (docs/settings.md):
            """;

    private static final String START_ENDS =
            """

            Exit codes:
              0   stopped clean
              1   failed, such as when the port is taken
              2   wrong flags or settings
              3   the data folder is locked, damaged, of a newer format or unusable
              4   storage failed while it ran
            """;

    private Usage() {}

    /** The help of one command, or of start and verify when the word is none. */
    public static String of(String command) {
        return switch (command) {
            case "start" -> start();
            case "verify" -> VERIFY;
            case "config" -> CONFIG;
            default -> start() + "\n" + VERIFY;
        };
    }

    private static String start() {
        StringBuilder text = new StringBuilder(START);
        for (Setting<?> setting : Registry.ALL) {
            String flag = setting.shortFlag().orElse(setting.flag());
            row(
                    ("  " + flag + " " + operand(setting.form())).stripTrailing(),
                    about(setting),
                    text);
        }
        return text.append(START_ENDS).toString();
    }

    /** What stands behind a flag, such as {@code N} for a number; nothing where none is needed. */
    public static String operand(Form<?> form) {
        return switch (form) {
            case Form.Whole _, Form.MaybePort _ -> "N";
            case Form.Bytes _ -> "SIZE";
            case Form.Time _ -> "TIME";
            case Form.Switch _ -> "";
            case Form.Choice<?> _ -> "WORD";
            case Form.Place _, Form.MaybePlace _ -> "PATH";
            case Form.MaybeAddress _ -> "URL";
            case Form.Text _ -> "TEXT";
            case Form.Masks _ -> "RULES";
        };
    }

    private static String about(Setting<?> setting) {
        String doc = setting.doc();
        int end = doc.indexOf(". ");
        String first = end < 0 ? doc : doc.substring(0, end + 1);
        boolean quiet = setting.fallback().isEmpty() || setting.form() instanceof Form.Switch;
        return quiet ? first : first + " [" + setting.fallback() + "]";
    }

    private static void row(String flag, String about, StringBuilder text) {
        StringBuilder line = new StringBuilder(flag);
        for (String word : about.split(" ", -1)) {
            if (line.length() + 1 + word.length() > COLUMNS) {
                text.append(line).append('\n');
                line.setLength(0);
            }
            line.repeat(' ', Math.max(1, FLAGS - line.length())).append(word);
        }
        text.append(line).append('\n');
    }
}
