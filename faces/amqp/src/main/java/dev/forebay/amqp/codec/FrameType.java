package dev.forebay.amqp.codec;

/** What a frame carries. Source: section 4.2.3 of the specification. */
public enum FrameType {
    METHOD(1),
    HEADER(2),
    BODY(3),
    HEARTBEAT(8);

    /** The last byte of each frame. */
    static final int END = 0xCE;

    /** Type, channel and length, before the payload. */
    static final int HEAD_BYTES = 7;

    /** What a frame has beside its payload. */
    static final int RIM_BYTES = HEAD_BYTES + 1;

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    static FrameType of(int number) {
        return switch (number) {
            case 1 -> METHOD;
            case 2 -> HEADER;
            case 3 -> BODY;
            case 8 -> HEARTBEAT;
            default ->
                    throw new AmqpFailure(
                            ReplyCode.FRAME_ERROR, "there is no frame of type " + number);
        };
    }
}
