package dev.forebay.amqp.codec;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Payloads of method frames with arguments by chance, from the layouts in {@link MethodKind}. */
final class MethodsOfAllKinds {
    private MethodsOfAllKinds() {}

    static byte[] payload(MethodKind kind, Random random) {
        return Wire.bytes(out -> {
            out.writeShort(kind.classId());
            out.writeShort(kind.methodId());
            arguments(kind.layout(), random, out);
        });
    }

    private static void arguments(String layout, Random random, DataOutputStream out)
            throws IOException {
        int bits = 0;
        for (int i = 0; i <= layout.length(); i++) {
            char type = i < layout.length() ? layout.charAt(i) : '.';
            if (type == 'b') {
                bits++;
                continue;
            }
            if (bits > 0) {
                out.writeByte(random.nextInt(1 << bits));
                bits = 0;
            }
            argument(type, random, out);
        }
    }

    private static void argument(char type, Random random, DataOutputStream out)
            throws IOException {
        switch (type) {
            case 'o' -> out.writeByte(random.nextInt());
            case 'h' -> out.writeShort(random.nextInt());
            case 'l' -> out.writeInt(random.nextInt());
            case 'q' -> out.writeLong(random.nextLong());
            case 's' -> {
                byte[] text = text(random).getBytes(StandardCharsets.UTF_8);
                out.writeByte(text.length);
                out.write(text);
            }
            case 'S' -> {
                byte[] text = Wire.random(random, random.nextInt(40));
                out.writeInt(text.length);
                out.write(text);
            }
            case 'T' -> {
                byte[] name = {'n', (byte) ('a' + random.nextInt(26))};
                out.writeInt(8);
                out.writeByte(name.length);
                out.write(name);
                out.writeByte('I');
                out.writeInt(random.nextInt());
            }
            default -> {
                // the end of the layout
            }
        }
    }

    private static String text(Random random) {
        String letters = "abc.#*ä€𝄞";
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(30); left > 0; left--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
