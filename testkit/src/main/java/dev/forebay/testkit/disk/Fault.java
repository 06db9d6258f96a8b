package dev.forebay.testkit.disk;

/** What goes wrong with one call. */
public sealed interface Fault {
    /** Nothing does. */
    record None() implements Fault {}

    /**
     * The device errs. A write leaves the file as it was; of a sync the pages stay in memory,
     * marked clean, and are not on the disk: a later sync succeeds without them.
     */
    record DeviceError() implements Fault {}

    /** As {@link DeviceError}, and the pages of a failed sync are gone from memory at once. */
    record ErrorAndForget() implements Fault {}

    /** A sync succeeds, and the error of its device comes out of the next sync of the file. */
    record ErrorLater() implements Fault {}

    /** A write ends in an error after its first half; of other calls as {@link DeviceError}. */
    record ShortWrite() implements Fault {}

    /** No space is left; the call does nothing, a sync as with {@link DeviceError}. */
    record Full() implements Fault {}

    /** The power goes before the call: neither this nor any later call comes back. */
    record PowerCut() implements Fault {}

    Fault NONE = new None();
}
