package dev.forebay.access.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses by their first bits: {@code 10.0.0.0/8}, {@code ::1}.
 *
 * @param address of the range
 * @param bits that count
 */
@SuppressWarnings("ArrayRecordComponent") // only asked whether it contains
public record AddressRange(byte[] address, int bits) {
    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        int all = address.length * Byte.SIZE;
        if (address.length == 0) {
            throw new IllegalArgumentException("no address");
        }
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("no prefix length");
        }
        return new AddressRange(address, bits);
    }

    /** Whether an address as text is one of them; what is no address is in no range. */
    public boolean contains(String text) {
        byte[] other = bytes(text);
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int mask = 0xFF00 >> rest & 0xFF;
        return rest == 0 || (address[whole] & mask) == (other[whole] & mask);
    }

    /** Empty when it is no address. Names are never looked up. */
    private static byte[] bytes(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        boolean literal =
                !plain.isEmpty()
                        && plain.chars()
                                .allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0)
                        && (plain.indexOf(':') >= 0 || isDotted(plain));
        try {
            return literal ? InetAddress.getByName(plain).getAddress() : new byte[0];
        } catch (UnknownHostException noAddress) {
            return new byte[0];
        }
    }

    private static boolean isDotted(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4
                && Arrays.stream(parts)
                        .allMatch(part ->
                                !part.isEmpty()
                                        && part.length() <= 3
                                        && part.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
