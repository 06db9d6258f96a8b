package dev.forebay.sqs.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes requests of the Query wire format. Stateless. */
public final class QueryCodec {
    private QueryCodec() {}

    /**
     * A decoded request.
     *
     * @param action what it asks for
     */
    public record Decoded(SqsAction action, SqsRequest request) {}

    /**
     * Reads a request.
     *
     * @param path of the request; names the queue when no parameter does
     * @param query percent-encoded, without question mark
     * @param body of a POST
     * @throws SqsFailure on bad input
     */
    public static Decoded decode(String path, String query, byte[] body) {
        FormNode root = new FormNode();
        byte[] queryBytes = query.getBytes(StandardCharsets.UTF_8);
        FormDecoder.decode(queryBytes, 0, queryBytes.length, root);
        FormDecoder.decode(body, 0, body.length, root);
        Fields fields = new FormFields(root);
        SqsAction action = action(fields.string("Action"));
        if (path.length() > 1 && fields.string("QueueUrl") == null) {
            root.childMade("QueueUrl").setValue(path);
        }
        return new Decoded(action, RequestReader.read(action, fields));
    }

    private static SqsAction action(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new SqsFailure(
                    SqsError.MISSING_ACTION, "The request must contain the parameter Action.");
        }
        SqsAction action = SqsAction.named(name);
        if (action == null) {
            throw new SqsFailure(
                    SqsError.UNKNOWN_OPERATION,
                    "The action "
                            + name.substring(0, Math.min(name.length(), 80))
                            + " is not valid for this endpoint.");
        }
        return action;
    }
}
