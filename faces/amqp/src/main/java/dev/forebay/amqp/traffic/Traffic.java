package dev.forebay.amqp.traffic;

/** Counters that rise: one addition for each deed. */
@SuppressWarnings("EnumOrdinal") // the places are known to no one but this process
public final class Traffic {
    private final long[] counts = new long[Deed.values().length];

    public void count(Deed deed) {
        counts[deed.ordinal()]++;
    }

    public void count(Deed deed, int times) {
        counts[deed.ordinal()] += times;
    }

    /**
     * A message was given out.
     *
     * @param how one of the four ways
     * @param again whether it had been before
     */
    public void delivered(Deed how, boolean again) {
        count(how);
        count(Deed.DELIVER_GET);
        if (again) {
            count(Deed.REDELIVER);
        }
    }

    /** How things stand. */
    public Tally tally() {
        return new Tally(counts);
    }
}
