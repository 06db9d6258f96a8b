package dev.forebay.testkit.history;

import java.util.HashMap;
import java.util.Map;

/**
 * {@link Rule#READ_BACK}: two messages were never confirmed at one place, and the log holds at each
 * confirmed place the message that was confirmed there.
 */
record ReadBackRule(Evidence evidence, Audit audit) {
    private static final long NOTHING = -1;

    private record Spot(String queue, Place place) {}

    void check(Findings findings) {
        Map<Spot, Operation.Send> confirmed = new HashMap<>();
        for (Operation.Send send : evidence.sends().values()) {
            if (send.happened() && !send.duplicate() && send.place().isPresent()) {
                Spot spot = new Spot(send.queue(), send.place().get());
                Operation.Send other = confirmed.put(spot, send);
                if (other != null) {
                    findings.add(Rule.READ_BACK, "one place for %s and %s", other, send);
                }
            }
        }
        audit.readBacks().forEach(log -> judge(log, confirmed, findings));
    }

    private void judge(ReadBack log, Map<Spot, Operation.Send> confirmed, Findings findings) {
        confirmed.forEach((spot, send) -> {
            Place place = spot.place();
            boolean kept =
                    spot.queue().equals(log.queue())
                            && place.partition() == log.partition()
                            && place.offset() >= log.from()
                            && !audit.injected().contains(send.id());
            long found = log.ids().getOrDefault(place.offset(), NOTHING);
            if (kept && found != send.id()) {
                findings.add(Rule.READ_BACK, "the log has %d in place of %s", found, send);
            }
        });
    }
}
