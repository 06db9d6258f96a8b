package dev.forebay.cli.demo;

import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Ink.Tone;
import java.util.ArrayList;
import java.util.List;

/** One line of the live view: pieces of text, each with its tone, cut where the terminal ends. */
final class Line {
    private record Piece(Tone tone, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    Line add(Tone tone, String text) {
        pieces.add(new Piece(tone, text));
        return this;
    }

    Line add(String text) {
        return add(Tone.TEXT, text);
    }

    /** A piece that takes at least so many columns. */
    Line pad(Tone tone, String text, int columns) {
        return add(tone, text + " ".repeat(Math.max(0, columns - text.length())));
    }

    /** The line in at most so many columns. */
    String paint(Ink ink, int columns) {
        StringBuilder painted = new StringBuilder();
        int left = columns;
        for (Piece piece : pieces) {
            String text = piece.text.substring(0, Math.min(left, piece.text.length()));
            left -= text.length();
            painted.append(text.isEmpty() ? "" : ink.paint(piece.tone, text));
        }
        return painted.toString();
    }
}
