package dev.forebay.httpapi.codec;

import java.io.Serial;

/** A request that ends with a {@link Problem}. Costs no stack trace. */
public final class ApiFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final String allowed;

    public ApiFailure(Problem problem) {
        this(problem, "");
    }

    private ApiFailure(Problem problem, String allowed) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.allowed = allowed;
    }

    /** The address exists and has other methods, which the answer has to name. */
    public static ApiFailure methodNotAllowed(String allowed) {
        return new ApiFailure(
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This address knows " + allowed + "."),
                allowed);
    }

    public ApiFailure(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    /** The request is well-formed and cannot be carried out: what is wrong with one member. */
    public static ApiFailure invalid(String member, String accepted) {
        return new ApiFailure(ProblemType.INVALID, member + ": accepted is " + accepted + ".");
    }

    /** The same, told of one of several things in a request. */
    public ApiFailure in(String which) {
        String detail = which + ": " + problem.detail();
        return new ApiFailure(
                new Problem(problem.type(), detail, problem.retryAfterMillis()), allowed);
    }

    /** What the Allow header says; empty for none. */
    public String allowed() {
        return allowed;
    }

    public Problem problem() {
        return problem;
    }
}
