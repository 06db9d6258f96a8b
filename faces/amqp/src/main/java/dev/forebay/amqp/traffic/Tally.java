package dev.forebay.amqp.traffic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often each deed was done by some time. Immutable. */
@SuppressWarnings("EnumOrdinal") // the places are known to no one but this process
public final class Tally {
    /** Nothing was ever done. */
    public static final Tally NOTHING = new Traffic().tally();

    private final long[] counts;

    Tally(long[] counts) {
        this.counts = counts.clone();
    }

    public long of(Deed deed) {
        return counts[deed.ordinal()];
    }

    /** Both together. */
    public Tally plus(Tally other) {
        Tally sum = new Tally(counts);
        Arrays.setAll(sum.counts, deed -> counts[deed] + other.counts[deed]);
        return sum;
    }

    /** The same with another count of one deed. */
    public Tally with(Deed deed, long count) {
        Tally changed = new Tally(counts);
        changed.counts[deed.ordinal()] = count;
        return changed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tally that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Tally" + Arrays.toString(counts);
    }
}
