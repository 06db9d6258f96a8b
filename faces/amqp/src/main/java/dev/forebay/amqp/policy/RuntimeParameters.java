package dev.forebay.amqp.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runtime parameters of a virtual host, and the policies among them. On the lane. */
public final class RuntimeParameters {
    /** More are refused. */
    private static final int MOST = 10_000;

    private static final Comparator<RuntimeParameter.Key> ORDER =
            Comparator.comparing(RuntimeParameter.Key::component)
                    .thenComparing(RuntimeParameter.Key::vhost)
                    .thenComparing(RuntimeParameter.Key::name);

    private final SequencedMap<RuntimeParameter.Key, RuntimeParameter> all = new TreeMap<>(ORDER);
    private final Map<RuntimeParameter.Key, Policy> policies = new TreeMap<>(ORDER);

    /**
     * Checks that {@link #put} can take it.
     *
     * @throws PolicyRefused when it is a policy that cannot be, or there are too many
     */
    public void check(RuntimeParameter parameter) {
        if (all.size() >= MOST && !all.containsKey(parameter.key())) {
            throw new PolicyRefused("there are " + MOST + " parameters and policies already");
        }
        if (isPolicy(parameter.component())) {
            Policy _ = Policy.of(parameter);
        }
    }

    /** Adds it, or puts it in the place of what was there. */
    public void put(RuntimeParameter parameter) {
        all.put(parameter.key(), parameter);
        if (isPolicy(parameter.component())) {
            policies.put(parameter.key(), Policy.of(parameter));
        }
    }

    public void remove(RuntimeParameter.Key key) {
        all.remove(key);
        policies.remove(key);
    }

    public @Nullable RuntimeParameter find(RuntimeParameter.Key key) {
        return all.get(key);
    }

    /** Sorted by component and name. */
    public Collection<RuntimeParameter> all() {
        return List.copyOf(all.values());
    }

    /**
     * Policies of one kind, sorted by name.
     *
     * @param component {@link RuntimeParameter#POLICY} or {@link RuntimeParameter#OPERATOR_POLICY}
     */
    public List<Policy> policies(String component) {
        return policies.entrySet().stream()
                .filter(entry -> entry.getKey().component().equals(component))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether parameters of that component are policies. */
    public static boolean isPolicy(String component) {
        return component.equals(RuntimeParameter.POLICY)
                || component.equals(RuntimeParameter.OPERATOR_POLICY);
    }

    /**
     * The policies that hold for a queue: for a stream none.
     *
     * @param type its x-queue-type
     */
    public InForce forQueue(String name, String type) {
        return type.equals("stream")
                ? InForce.NOTHING
                : inForce(name, policy -> policy.applyTo().coversQueues(type));
    }

    /** The policies that hold for an exchange. */
    public InForce forExchange(String name) {
        return inForce(name, policy -> policy.applyTo().coversExchanges());
    }

    private InForce inForce(String name, Predicate<Policy> fits) {
        if (policies.isEmpty()) {
            return InForce.NOTHING;
        }
        Policy of = null;
        Policy operator = null;
        for (Map.Entry<RuntimeParameter.Key, Policy> entry : policies.entrySet()) {
            Policy policy = entry.getValue();
            if (fits.test(policy) && policy.pattern().isIn(name)) {
                if (entry.getKey().component().equals(RuntimeParameter.POLICY)) {
                    of = higher(of, policy);
                } else {
                    operator = higher(operator, policy);
                }
            }
        }
        return of == null && operator == null ? InForce.NOTHING : new InForce(of, operator);
    }

    private static Policy higher(@Nullable Policy one, Policy other) {
        return one != null && one.priority() >= other.priority() ? one : other;
    }
}
