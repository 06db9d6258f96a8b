package dev.forebay.engine.sim;

import java.util.List;

/** Which deaths and faults a machine can suffer, for scripts to draw from. */
record FaultMix(List<Step.Death> deaths, List<Step.Fault> faults) {}
