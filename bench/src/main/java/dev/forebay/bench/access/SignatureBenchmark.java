package dev.forebay.bench.access;

import dev.forebay.access.Authorizer;
import dev.forebay.access.Decision;
import dev.forebay.access.Directory;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.login.Seal;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.access.sigv4.Finding;
import dev.forebay.access.sigv4.SignatureCheck;
import dev.forebay.engine.Caller;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds that a signed request costs: its signature, with the signing key kept, and rights.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC"})
public class SignatureBenchmark {
    private final Seal seal = new Seal(new byte[Seal.KEY_BYTES], byte[]::new);
    private final Directory directory = PublishedRequest.directory(seal);
    private final SignatureCheck check = new SignatureCheck(PublishedRequest.SERVICE, seal);
    private final PublishedRequest request = new PublishedRequest();
    private final Authorizer authorizer = new Authorizer(() -> directory, _ -> QueuePolicy.NONE);
    private final Principal principal =
            new Principal(
                    new Caller("sqs", PublishedRequest.USER, "127.0.0.1", ""),
                    dev.forebay.access.Scope.FULL,
                    Principal.Line.PLAIN);

    @Benchmark
    public Finding signature() {
        return check.check(request, directory, PublishedRequest.SIGNED_AT);
    }

    @Benchmark
    public Decision rights() {
        return authorizer.authorize(principal, Operation.SEND, PublishedRequest.QUEUE);
    }
}
