package dev.forebay.testkit.crash;

/**
 * How far an exploration went.
 *
 * @param scenarios stories played
 * @param points operations after which the power went, or calls that failed
 * @param states disks left by a crash on which the program was started and checked
 */
public record Exploration(int scenarios, long points, long states) {
    /** Nothing yet. */
    public static final Exploration NONE = new Exploration(0, 0, 0);

    public Exploration plus(Exploration other) {
        return new Exploration(
                scenarios + other.scenarios, points + other.points, states + other.states);
    }
}
