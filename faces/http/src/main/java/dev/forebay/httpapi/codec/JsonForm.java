package dev.forebay.httpapi.codec;

/** How a body that is JSON is shown. */
public enum JsonForm {
    /** As a value of the answer's JSON. */
    AS_VALUE,
    /** As a string of its text, byte for byte: for clients whose numbers hold fewer digits. */
    AS_TEXT
}
