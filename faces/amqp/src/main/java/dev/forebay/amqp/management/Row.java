package dev.forebay.amqp.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing of a list, told when it is needed.
 *
 * @param name what lists are filtered by
 * @param shown its members
 */
record Row(String name, Supplier<Members> shown) {

    /** Members of a JSON object, in order. */
    static final class Members {
        private final Map<String, @Nullable Object> all = new LinkedHashMap<>();

        static Members of(String name, @Nullable Object value) {
            return new Members().and(name, value);
        }

        Members and(String name, @Nullable Object value) {
            all.put(name, value);
            return this;
        }

        /** Those of another too. */
        Members and(Members others) {
            all.putAll(others.all);
            return this;
        }

        Map<String, @Nullable Object> all() {
            return all;
        }
    }
}
