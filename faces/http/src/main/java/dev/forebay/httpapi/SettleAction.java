package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.LeaseTokens;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ending and extending leases, one or several at once. */
final class SettleAction {
    private static final int MOST = 10_000;
    private static final String KNOWN = "delayMillis, reason, attempt, leaseMillis";
    private static final int MAX_REASON = 1_000;

    private final Door door;

    SettleAction(Door door) {
        this.door = door;
    }

    /** One entry as the client gave it; what it names is looked for on the lane. */
    private record Entry(
            String lease,
            String outcome,
            long delayMillis,
            String reason,
            Settlement.Attempt attempt,
            long leaseMillis) {
        Entry {
            boolean extend = outcome.equals("extend");
            if (extend && leaseMillis <= 0) {
                throw ApiFailure.invalid("leaseMillis", "more than 0 with the outcome extend");
            }
        }

        Operation operation() {
            return switch (outcome) {
                case "release", "extend" -> Operation.EXTEND;
                default -> Operation.SETTLE;
            };
        }

        Settlement settlement(LeaseId id) {
            return switch (outcome) {
                case "ack" -> new Settlement.Ack(id);
                case "release" -> new Settlement.Release(id, delayMillis, attempt, reason);
                case "reject" -> new Settlement.Reject(id, reason);
                case "extend" -> new Settlement.Extend(id, leaseMillis);
                default -> throw ApiFailure.invalid("outcome", "ack, release, reject or extend");
            };
        }
    }

    void several(Call call, byte[] body, int length) {
        List<Entry> entries = Json.read(body, length, SettleAction::entries);
        door.onLane(call, () -> several(call, entries));
    }

    private void several(Call call, List<Entry> entries) {
        if (entries.isEmpty()) {
            call.require(Operation.SETTLE, call.queue());
        }
        entries.forEach(entry -> call.require(entry.operation(), call.queue()));
        QueueInfo queue = door.queue(call);
        LeaseTokens tokens = door.workbench().get().tokens();
        List<Settlement> settlements = new ArrayList<>(entries.size());
        boolean[] known = new boolean[entries.size()];
        for (int i = 0; i < entries.size(); i++) {
            LeaseId lease = tokens.read(queue.id(), entries.get(i).lease());
            if (lease != null) {
                known[i] = true;
                settlements.add(entries.get(i).settlement(lease));
            }
        }
        door.queues()
                .settle(
                        call.caller(),
                        queue.name(),
                        settlements,
                        call.reply(results ->
                                call.json(out -> write(out, known, settlements, results))));
    }

    private static void write(
            JsonOut out,
            boolean[] known,
            List<Settlement> settlements,
            List<SettleResult> results) {
        out.begin();
        out.beginList("results");
        int next = 0;
        for (boolean one : known) {
            out.begin();
            Problem problem =
                    one ? problem(settlements.get(next), results.get(next)) : unknownLease();
            next += one ? 1 : 0;
            if (problem == null) {
                out.field("done", true);
            } else {
                out.field("done", false);
                SendAction.problem(out, problem);
            }
            out.end();
        }
        out.endList();
        out.end();
    }

    private static List<Entry> entries(JsonIn in) {
        List<Entry> entries = new ArrayList<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!name.equals("settlements")) {
                throw in.unknown(name, "settlements");
            }
            if (in.beginArray(name)) {
                while (in.nextElement(name)) {
                    if (entries.size() == MOST) {
                        throw ApiFailure.invalid(name, "at most " + MOST + " settlements");
                    }
                    entries.add(JsonIn.named(name, entries.size(), () -> entry(in, "", "")));
                }
            }
        }
        return entries;
    }

    void one(Call call, byte[] body, int length) {
        String outcome = call.part("outcome");
        if (!List.of("ack", "release", "reject", "extend").contains(outcome)) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_ROUTE,
                    "A lease ends by ack, release or reject, or goes on by extend; there is no \""
                            + outcome.substring(0, Math.min(outcome.length(), 40))
                            + "\".");
        }
        Entry entry = Json.read(body, length, in -> entry(in, call.part("lease"), outcome));
        door.onLane(call, () -> one(call, entry));
    }

    private void one(Call call, Entry entry) {
        call.require(entry.operation(), call.queue());
        QueueInfo queue = door.queue(call);
        LeaseId lease = door.workbench().get().tokens().read(queue.id(), entry.lease());
        if (lease == null) {
            throw new ApiFailure(unknownLease());
        }
        Settlement settlement = entry.settlement(lease);
        door.queues()
                .settle(
                        call.caller(),
                        queue.name(),
                        List.of(settlement),
                        call.reply(results -> {
                            Problem problem = problem(settlement, results.getFirst());
                            if (problem == null) {
                                call.empty();
                            } else {
                                call.fail(problem);
                            }
                        }));
    }

    private static Entry entry(JsonIn in, String lease, String outcome) {
        boolean inBody = lease.isEmpty();
        String leaseGiven = lease;
        String outcomeGiven = outcome;
        long delay = Settlement.Release.BY_RULE;
        Settlement.Attempt attempt = Settlement.Attempt.COUNTED;
        String reason = "";
        long length = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "delayMillis" -> delay = in.number(name, 0, Long.MAX_VALUE >> 2);
                case "reason" -> reason = reason(in.text(name));
                case "attempt" -> attempt = attempt(in.flag(name));
                case "leaseMillis" -> length = in.number(name, 1, Long.MAX_VALUE >> 2);
                default -> {
                    if (inBody && name.equals("lease")) {
                        leaseGiven = in.text(name);
                    } else if (inBody && name.equals("outcome")) {
                        outcomeGiven = in.text(name);
                    } else {
                        throw in.unknown(name, inBody ? "lease, outcome, " + KNOWN : KNOWN);
                    }
                }
            }
        }
        return new Entry(leaseGiven, outcomeGiven, delay, reason, attempt, length);
    }

    private static Settlement.Attempt attempt(boolean counts) {
        return counts ? Settlement.Attempt.COUNTED : Settlement.Attempt.UNCOUNTED;
    }

    private static String reason(String reason) {
        if (reason.length() > MAX_REASON) {
            throw ApiFailure.invalid("reason", "at most " + MAX_REASON + " characters");
        }
        return reason;
    }

    private static Problem unknownLease() {
        return Problem.of(
                ProblemType.NO_SUCH_LEASE,
                "This lease was never given for this queue. Use the one that came with the"
                        + " message.");
    }

    /** Null when all is well; an ack of what was settled before or is gone is. */
    private static @Nullable Problem problem(Settlement settlement, SettleResult result) {
        return switch (result) {
            case SettleResult.Done _ -> null;
            case SettleResult.AlreadySettled _ ->
                    settlement instanceof Settlement.Ack
                            ? null
                            : Problem.of(
                                    ProblemType.ALREADY_SETTLED,
                                    "The message was acknowledged, dead-lettered, expired or purged"
                                            + " before, or its subscription or replay is gone."
                                            + " Nothing changed.");
            case SettleResult.LeaseEnded _ ->
                    Problem.of(
                            ProblemType.LEASE_ENDED,
                            "The lease ran out or was released, and the message may go to somebody"
                                    + " else. Nothing changed. Take longer leases or extend them.");
            case SettleResult.LeasedAnew _ ->
                    Problem.of(
                            ProblemType.LEASED_ANEW,
                            "The lease ran out and somebody else has the message now. Nothing"
                                    + " changed. Take longer leases or extend them.");
            case SettleResult.Unknown _ -> unknownLease();
            case SettleResult.TooLong tooLong ->
                    Problem.of(
                            ProblemType.INVALID,
                            "leaseMillis: a lease lasts at most "
                                    + tooLong.longestMillis()
                                    + " ms in all, its extensions included.");
            case SettleResult.Refused refused -> Refusals.problem(refused.refusal());
        };
    }
}
