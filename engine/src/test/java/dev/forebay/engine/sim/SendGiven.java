package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Send;
import dev.forebay.testkit.history.SendCall;

/**
 * One send on its way, by itself or as part of an atomic change.
 *
 * @param send what the server is asked for
 * @param message as the model knows it
 * @param call in the history
 * @param by the client
 */
record SendGiven(Send send, Tracked message, SendCall call, Caller by) {}
