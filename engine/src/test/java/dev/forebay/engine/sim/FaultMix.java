package dev.forebay.engine.sim;

/** Which deaths and faults a machine can suffer, for scripts to draw from. */
record FaultMix(Step.Death[] deaths, Step.Fault[] faults) {}
