package dev.forebay.amqp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes after the protocol header give commands or faults, and no memory stays held. */
class CodecFuzzTest {
    @FuzzTest
    void bytes_are_read_or_refused(byte[] input) {
        Receiving receiving = new Receiving();
        receiving.take(input, 0, input.length);
        receiving.close();
        if (receiving.bytesHeld() != 0) {
            throw new AssertionError(receiving.bytesHeld() + " bytes leaked");
        }
    }
}
