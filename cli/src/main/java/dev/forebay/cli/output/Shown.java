package dev.forebay.cli.output;

import org.jline.utils.WCWidth;

/** Texts of others as a terminal may show them. */
public final class Shown {
    private static final char CUT = '…';

    private Shown() {}

    /**
     * A text on one line, with signs in place of what a terminal would take for a command: what is
     * in a message must not move the cursor of who looks at it.
     */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (point == '\n') {
                        line.append('⏎');
                    } else if (point == '\t') {
                        line.append(' ');
                    } else if (point < ' ') {
                        line.append((char) ('␀' + point));
                    } else if ((point >= 0x7f && point < 0xa0) || isTurning(point)) {
                        line.append('\ufffd');
                    } else {
                        line.appendCodePoint(point);
                    }
                });
        return line.toString();
    }

    /** Marks that change the direction of what follows, and so what it seems to say. */
    private static boolean isTurning(int point) {
        return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    }

    /** How many columns of a terminal it takes. */
    static int width(String line) {
        return line.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
    }

    /** At most so many columns of it. */
    public static String cut(String line, int most) {
        if (width(line) <= most) {
            return line;
        }
        StringBuilder part = new StringBuilder();
        int taken = 0;
        for (int point : line.codePoints().toArray()) {
            taken += Math.max(0, WCWidth.wcwidth(point));
            if (taken >= most) {
                break;
            }
            part.appendCodePoint(point);
        }
        return part.append(CUT).toString();
    }
}
