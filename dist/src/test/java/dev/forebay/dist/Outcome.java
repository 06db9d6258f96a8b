package dev.forebay.dist;

/** What a finished process left behind. */
record Outcome(int code, String out, String err) {}
