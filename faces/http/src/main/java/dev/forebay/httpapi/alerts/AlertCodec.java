package dev.forebay.httpapi.alerts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is kept of alerts, as bytes and back. */
public final class AlertCodec {
    private static final int FORMAT = 1;

    private AlertCodec() {}

    /** Alerts and silences as they are now. */
    public static ByteBuffer save(AlertBook book) {
        AlertSnapshot now = book.snapshot();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeLong(now.number());
            out.writeInt(now.lasting().size());
            for (AlertSnapshot.Lasting one : now.lasting()) {
                write(out, one.alert());
                out.writeBoolean(one.told());
            }
            out.writeInt(now.ended().size());
            for (Alert alert : now.ended()) {
                write(out, alert);
            }
            out.writeInt(now.silences().size());
            for (Map.Entry<AlertBook.Key, Long> silence : now.silences().entrySet()) {
                write(out, silence.getKey());
                out.writeLong(silence.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, Alert alert) throws IOException {
        out.writeLong(alert.number());
        write(out, AlertBook.Key.of(alert));
        out.writeUTF(alert.severity().word());
        out.writeLong(alert.beganAt());
        out.writeLong(alert.endedAt());
        out.writeUTF(alert.summary());
    }

    private static void write(DataOutputStream out, AlertBook.Key key) throws IOException {
        out.writeUTF(key.kind().word());
        out.writeUTF(key.queue());
    }

    /**
     * Has a book that was made just now take what was kept.
     *
     * @throws IllegalArgumentException when it is not readable; nothing is taken then
     */
    public static void restore(AlertBook book, ByteBuffer saved) {
        byte[] bytes = new byte[saved.remaining()];
        saved.get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("it is of format " + format);
            }
            book.restore(new AlertSnapshot(in.readLong(), lasting(in), ended(in), silences(in)));
        } catch (IOException cut) {
            throw new IllegalArgumentException("it ends too early", cut);
        }
    }

    private static List<AlertSnapshot.Lasting> lasting(DataInputStream in) throws IOException {
        List<AlertSnapshot.Lasting> lasting = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            lasting.add(new AlertSnapshot.Lasting(alert(in), in.readBoolean()));
        }
        return lasting;
    }

    private static List<Alert> ended(DataInputStream in) throws IOException {
        List<Alert> ended = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ended.add(alert(in));
        }
        return ended;
    }

    private static Map<AlertBook.Key, Long> silences(DataInputStream in) throws IOException {
        Map<AlertBook.Key, Long> silences = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            silences.put(key(in), in.readLong());
        }
        return silences;
    }

    private static Alert alert(DataInputStream in) throws IOException {
        long number = in.readLong();
        AlertBook.Key key = key(in);
        String severity = in.readUTF();
        return new Alert(
                number,
                key.kind(),
                severity.equals(Severity.CRITICAL.word()) ? Severity.CRITICAL : Severity.WARNING,
                key.queue(),
                in.readLong(),
                in.readLong(),
                0,
                in.readUTF());
    }

    private static AlertBook.Key key(DataInputStream in) throws IOException {
        String word = in.readUTF();
        AlertKind kind =
                Arrays.stream(AlertKind.values())
                        .filter(one -> one.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("it has alerts of kind " + word));
        return new AlertBook.Key(kind, in.readUTF());
    }
}
