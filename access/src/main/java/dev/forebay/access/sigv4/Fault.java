package dev.forebay.access.sigv4;

/** Why a signature is not accepted. */
public enum Fault {
    /** Parts are missing or not readable. */
    INCOMPLETE,
    /** There is no such key, or it does not work any more. */
    UNKNOWN_KEY,
    /** Key or request are not what was signed. */
    MISMATCH,
    /** Signed too long ago, or by a clock that is wrong. */
    EXPIRED
}
