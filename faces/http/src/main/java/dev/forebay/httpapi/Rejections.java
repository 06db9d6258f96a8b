package dev.forebay.httpapi;

import dev.forebay.http.RefusedAnswer;
import dev.forebay.http.Rejection;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import java.io.ByteArrayOutputStream;

/** Says as problems what the listener refuses, before a route is looked for. */
final class Rejections {
    private static final int RETRY_MILLIS = 1_000;

    private Rejections() {}

    static RefusedAnswer answer(Rejection rejection, String path) {
        Problem problem = problem(rejection);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonOut out = Json.write(body)) {
            problem.write(out, path);
        }
        return new RefusedAnswer(
                Answers.head(problem.type()), Answers.lines(problem), body.toByteArray());
    }

    private static Problem problem(Rejection rejection) {
        ProblemType type = type(rejection);
        long retry = type == ProblemType.BUSY ? RETRY_MILLIS : Problem.NEVER;
        return new Problem(type, rejection.text(), retry);
    }

    private static ProblemType type(Rejection rejection) {
        return switch (rejection) {
            case MALFORMED, NO_HOST, AMBIGUOUS_LENGTH -> ProblemType.MALFORMED_REQUEST;
            case TIMEOUT -> ProblemType.TOO_SLOW;
            case BODY_TOO_LARGE -> ProblemType.REQUEST_TOO_LARGE;
            case LINE_TOO_LONG -> ProblemType.LINE_TOO_LONG;
            case CONTENT_CODING -> ProblemType.COMPRESSED;
            case UNKNOWN_EXPECTATION -> ProblemType.UNKNOWN_EXPECTATION;
            case HEAD_TOO_LARGE -> ProblemType.HEADERS_TOO_LARGE;
            case METHOD, TRANSFER_CODING -> ProblemType.NOT_IMPLEMENTED;
            case OVERLOADED, TOO_MANY_CONNECTIONS -> ProblemType.BUSY;
            case VERSION -> ProblemType.WRONG_VERSION;
        };
    }
}
