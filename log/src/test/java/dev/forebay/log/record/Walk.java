package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.List;

/** Reads everything that any bytes can be made to give, and expects a clear refusal at worst. */
final class Walk {
    private static final byte[] NAME = {'h'};

    private Walk() {}

    /** Returns the bytes seen, so that no reading is optimised away. */
    static long through(ByteBuffer bytes) {
        long seen = 0;
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(bytes);
        try {
            while (reader.next()) {
                ByteBuffer key = reader.key();
                seen += key == null ? 0 : key.remaining();
                seen += reader.value().remaining() + reader.timestamp() + reader.offset();
                ByteBuffer header = reader.header(NAME);
                seen += header == null ? 0 : header.remaining();
            }
        } catch (MalformedBatchException e) {
            seen += e.fault().toString().length();
        }
        return seen;
    }

    static long throughHeaders(ByteBuffer bytes) {
        long seen = 0;
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(bytes);
        try {
            while (reader.next()) {
                List<Header> headers = reader.headers();
                seen += headers.size();
            }
        } catch (MalformedBatchException e) {
            seen += e.fault().toString().length();
        }
        return seen;
    }
}
