package dev.forebay.amqp.management;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.policy.PolicyRefused;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes definitions in their order: those of one kind side by side, and each kind once the one
 * before is on disk. What is refused keeps nothing else from being taken. On the lane.
 */
final class DefinitionsImport {
    /** How many are under way at once. */
    private static final int WINDOW = 64;

    private final List<Definition> definitions;
    private final Mode mode;
    private final Lane lane;
    private final Consumer<List<Finding>> then;
    private final @Nullable Finding[] findings;
    private int next;
    private int underWay;
    private boolean scheduled;

    /** Whether anything is to be changed. */
    enum Mode {
        LOOK_ONLY,
        CARRY_OUT
    }

    /** What becomes of a definition, or would. */
    enum Outcome {
        /** It is made. */
        CREATE,
        /** It is there, and gets another value. */
        CHANGE,
        /** It is there as it is defined. */
        SAME,
        /** It cannot be taken. */
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What became of one.
     *
     * @param reason why it was refused, or what of it is not kept; else empty
     */
    record Finding(Definition definition, Outcome outcome, String reason) {
        String text() {
            return definition.title() + ": " + reason;
        }
    }

    private DefinitionsImport(
            List<Definition> definitions, Mode mode, Lane lane, Consumer<List<Finding>> then) {
        this.definitions = definitions;
        this.mode = mode;
        this.lane = lane;
        this.then = then;
        this.findings = new Finding[definitions.size()];
    }

    /**
     * Begins.
     *
     * @param then told of each definition, in their order
     */
    static void of(
            List<Definition> definitions, Mode mode, Lane lane, Consumer<List<Finding>> then) {
        new DefinitionsImport(definitions, mode, lane, then).go();
    }

    private void go() {
        for (int begun = 0; begun < WINDOW && mayBegin(); begun++) {
            int index = next;
            next++;
            begin(index);
        }
        if (next == definitions.size() && underWay == 0) {
            finish();
        } else if (mayBegin()) {
            soon();
        }
    }

    private boolean mayBegin() {
        return next < definitions.size()
                && underWay < WINDOW
                && (underWay == 0
                        || definitions.get(next).kind().equals(definitions.get(next - 1).kind()));
    }

    private void soon() {
        if (!scheduled) {
            scheduled = true;
            lane.execute(() -> {
                scheduled = false;
                go();
            });
        }
    }

    private void begin(int index) {
        Definition definition = definitions.get(index);
        try {
            Outcome outcome = definition.look().get();
            if (mode == Mode.LOOK_ONLY || outcome == Outcome.SAME) {
                note(index, outcome, definition.loss());
                return;
            }
            take(index, outcome);
        } catch (ApiError wrong) {
            note(index, Outcome.REFUSED, wrong.line());
        } catch (AmqpFailure failure) {
            note(index, Outcome.REFUSED, failure.fault().text());
        } catch (PolicyRefused refused) {
            note(index, Outcome.REFUSED, refused.reason());
        }
    }

    private void take(int index, Outcome outcome) {
        underWay++;
        boolean begun = false;
        try {
            definitions
                    .get(index)
                    .take()
                    .accept(
                            new Reply<>() {
                                @Override
                                public void ok(Object done) {
                                    ended(index, outcome, definitions.get(index).loss());
                                }

                                @Override
                                public void refused(Refusal refusal) {
                                    ended(index, Outcome.REFUSED, refusal.message());
                                }
                            });
            begun = true;
        } finally {
            if (!begun) {
                underWay--;
            }
        }
    }

    private void ended(int index, Outcome outcome, String reason) {
        underWay--;
        note(index, outcome, reason);
        soon();
    }

    private void note(int index, Outcome outcome, String reason) {
        findings[index] = new Finding(definitions.get(index), outcome, reason);
    }

    private void finish() {
        List<Finding> all = new ArrayList<>(findings.length);
        for (Finding finding : findings) {
            if (finding != null) {
                all.add(finding);
            }
        }
        then.accept(all);
    }
}
