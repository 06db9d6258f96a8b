package dev.forebay.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
public final class Nearest {
    /**
     * More wrong letters than this, and more than a third of the word, make a guess a nuisance; and
     * so do more than half of a short one.
     */
    private static final int LETTERS_OFF = 2;

    private Nearest() {}

    /** The nearest of those known, if any is near. */
    public static Optional<String> to(String wrong, Collection<String> known) {
        int farthest = Math.min(Math.max(LETTERS_OFF, wrong.length() / 3), wrong.length() / 2);
        return known.stream()
                .filter(name -> lettersOff(wrong, name) <= farthest)
                .min(
                        Comparator.comparingInt((String name) -> lettersOff(wrong, name))
                                .thenComparing(name -> name));
    }

    /**
     * Letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
     */
    private static int lettersOff(String from, String to) {
        int[][] off = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                off[i][j] = i == 0 || j == 0 ? i + j : least(off, from, to, i, j);
            }
        }
        return off[from.length()][to.length()];
    }

    private static int least(int[][] off, String from, String to, int i, int j) {
        int replaced = off[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(off[i - 1][j], off[i][j - 1]) + 1);
        return isSwap(from, to, i, j) ? Math.min(best, off[i - 2][j - 2] + 1) : best;
    }

    private static boolean isSwap(String from, String to, int i, int j) {
        return i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
