package dev.forebay.engine.edit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Finds values within bodies, for those who do not know their form. */
@FunctionalInterface
public interface BodyReader {
    /** Knows no form, and finds nothing. */
    BodyReader NONE = (body, path, as) -> Optional.empty();

    /** How a value is given. */
    enum As {
        /** A string as what it says, anything else as it is written. */
        TEXT,
        /** As it is written in the body. */
        WRITTEN
    }

    /**
     * The value at a path of names, and of indices of lists from 0.
     *
     * @param body stays as it is
     * @return empty when the body has another form or nothing is at the path
     */
    Optional<ByteBuffer> find(ByteBuffer body, List<String> path, As as);
}
