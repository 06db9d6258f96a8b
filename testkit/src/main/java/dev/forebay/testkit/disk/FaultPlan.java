package dev.forebay.testkit.disk;

/** Decides what goes wrong. Asked once before each call, in the order of the calls. */
@FunctionalInterface
public interface FaultPlan {
    /** A disk on which everything works. */
    FaultPlan NONE = call -> Fault.NONE;

    Fault faultFor(DiskCall call);

    /** The power goes after so many changing calls were done. */
    static FaultPlan cutAfter(long changes) {
        return call ->
                call.kind().changes() && call.change() > changes
                        ? new Fault.PowerCut()
                        : Fault.NONE;
    }

    /** The call of this number, reads included, meets a fault, and no other. */
    static FaultPlan failCall(long number, Fault fault) {
        return call -> call.number() == number ? fault : Fault.NONE;
    }
}
