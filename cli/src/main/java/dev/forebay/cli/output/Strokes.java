package dev.forebay.cli.output;

import java.nio.charset.Charset;

/**
 * The signs that bars and little curves are drawn with.
 *
 * @param levels from empty to full
 * @param full a part of a bar that is full
 * @param rest a part of a bar that is empty
 */
public record Strokes(String levels, String full, String rest) {
    private static final Strokes BLOCKS = new Strokes(" ▁▂▃▄▅▆▇█", "█", "░");
    private static final Strokes LETTERS = new Strokes(" .:-=+*#", "#", ".");

    /** Blocks where the output can write them. */
    public static Strokes of(Charset charset) {
        return charset.newEncoder().canEncode(BLOCKS.levels + BLOCKS.rest) ? BLOCKS : LETTERS;
    }

    /** A bar of a width, filled to a share from 0 to 1. */
    public String bar(double share, int width) {
        int filled = (int) Math.round(Math.clamp(share, 0, 1) * width);
        return full.repeat(filled) + rest.repeat(width - filled);
    }

    /** The sign for a share from 0 to 1. */
    public char level(double share) {
        int top = levels.length() - 1;
        return levels.charAt((int) Math.ceil(Math.clamp(share, 0, 1) * top));
    }
}
