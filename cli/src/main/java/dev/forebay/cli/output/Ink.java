package dev.forebay.cli.demo;

/** Colours on a terminal, or none. */
enum Ink {
    /** By ANSI sequences. */
    COLOUR {
        @Override
        String paint(Tone tone, String text) {
            return tone == Tone.TEXT ? text : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
        }
    },
    /** For NO_COLOR (no-color.org). */
    NONE {
        @Override
        String paint(Tone tone, String text) {
            return text;
        }
    };

    /** What a text is, which gives it its colour. */
    enum Tone {
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

    abstract String paint(Tone tone, String text);
}
