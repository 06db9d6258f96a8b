package dev.forebay.access.sigv4;

import dev.forebay.access.AccessKey;
import dev.forebay.access.login.Seal;
import dev.forebay.access.login.Seal.SealBroken;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that signatures are made with, one for each access key, day, region and service. Those that
 * proved right are kept, so that the next request costs one HMAC instead of five. Thread-safe.
 */
final class SigningKeys {
    private static final int MOST = 1_000;

    private final Seal seal;
    private final ConcurrentHashMap<Id, SecretKeySpec> kept = new ConcurrentHashMap<>();

    SigningKeys(Seal seal) {
        this.seal = seal;
    }

    private record Id(String key, String day, String region, String service) {}

    SecretKeySpec of(AccessKey key, SignatureClaim claim) throws SealBroken {
        SecretKeySpec known = kept.get(id(claim));
        return known != null ? known : derive(key, claim);
    }

    /** Strangers can name any region: only what signed a right signature is worth keeping. */
    void keep(SignatureClaim claim, SecretKeySpec key) {
        if (kept.putIfAbsent(id(claim), key) == null && kept.size() > MOST) {
            kept.clear();
        }
    }

    private static Id id(SignatureClaim claim) {
        return new Id(claim.keyId(), claim.day(), claim.region(), claim.service());
    }

    private SecretKeySpec derive(AccessKey key, SignatureClaim claim) throws SealBroken {
        byte[] secret = seal.open(key.id(), key.sealedSecret());
        byte[] first = new byte[secret.length + 4];
        System.arraycopy(ascii("AWS4"), 0, first, 0, 4);
        System.arraycopy(secret, 0, first, 4, secret.length);
        byte[] step = Hashes.hmac(Hashes.key(first), ascii(claim.day()));
        step = Hashes.hmac(Hashes.key(step), ascii(claim.region()));
        step = Hashes.hmac(Hashes.key(step), ascii(claim.service()));
        return Hashes.key(Hashes.hmac(Hashes.key(step), ascii(SignatureClaim.TERMINATION)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
