package dev.forebay.cli.output;

/** Colours on a terminal, or none. */
public enum Ink {
    /** By ANSI sequences. */
    COLOUR {
        @Override
        public String paint(Tone tone, String text) {
            return tone == Tone.TEXT ? text : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
        }
    },
    /** For NO_COLOR (no-color.org). */
    NONE {
        @Override
        public String paint(Tone tone, String text) {
            return text;
        }
    };

    private static final String NO_COLOR = "NO_COLOR";

    /** Colours, unless the environment asks for none. For what is a terminal. */
    public static Ink onTerminal() {
        String unwanted = System.getenv(NO_COLOR);
        return unwanted == null || unwanted.isEmpty() ? COLOUR : NONE;
    }

    /** What a text is, which gives it its colour. */
    public enum Tone {
        TEXT(""),
        STRONG("1"),
        MUTED("2"),
        WATER("36"),
        OK("32"),
        WARN("33"),
        BAD("31");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** The text, so that it shows in the tone's colour. */
    public abstract String paint(Tone tone, String text);
}
