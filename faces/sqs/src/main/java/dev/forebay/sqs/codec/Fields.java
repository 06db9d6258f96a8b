package dev.forebay.sqs.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one structure of a request, in whatever wire format it came. Methods throw {@link
 * SqsFailure} when a member has another type.
 */
interface Fields {
    /** Null when absent. */
    @Nullable String string(String member);

    /** Null when absent. */
    @Nullable Integer integer(String member);

    /** Null when absent. */
    byte @Nullable [] binary(String member);

    /** Empty when absent. */
    List<String> strings(String member, String queryName);

    /** Null when absent, in the client's order. */
    @Nullable Map<String, String> map(String member, String queryName, String key, String value);

    /** Structures by name; empty when absent. */
    Map<String, Fields> structures(String member, String queryName);

    /** Null when absent. */
    @Nullable List<Fields> entries(String member, String queryName);

    /** The member, which the API requires. */
    default String required(String member) {
        String value = string(member);
        if (value == null) {
            throw SqsFailure.missing(member);
        }
        return value;
    }
}
