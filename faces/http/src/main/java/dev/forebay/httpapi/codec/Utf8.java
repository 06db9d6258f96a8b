package dev.forebay.httpapi.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. */
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Set in each byte that is not ASCII. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** True for well-formed UTF-8: nothing overlong, no halves of surrogates. */
    static boolean isValid(byte[] bytes) {
        return isValid(bytes, 0, bytes.length);
    }

    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        if (at == end) {
            return true;
        }
        ByteBuf rest = Unpooled.wrappedBuffer(bytes, at, end - at);
        return ByteBufUtil.isText(rest, StandardCharsets.UTF_8);
    }
}
