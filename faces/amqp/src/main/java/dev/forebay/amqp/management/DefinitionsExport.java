package dev.forebay.amqp.management;

import dev.forebay.access.Directory;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.DeclaredQueue;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.policy.Policy;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.engine.QueueInfo;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes what there is as a definitions file, some things at a time so that nobody waits. Queues
 * that another face made, and those that a connection has alone, are not in it. On the lane.
 */
final class DefinitionsExport {
    private static final int FIRST_BYTES = 4_096;
    private static final int SLICE = 200;
    private static final String VHOST = "vhost";

    private final Administration administration;
    private final Request request;
    private final String only;
    private final ByteBuf out;
    private final ArrayDeque<Section> left = new ArrayDeque<>();
    private boolean begun;
    private boolean first;

    private record Section(String name, ArrayDeque<Supplier<Members>> left) {}

    DefinitionsExport(Administration administration, Request request) {
        this.administration = administration;
        this.request = request;
        this.only = request.part(VHOST).isEmpty() ? "" : request.host();
        this.out = request.allocate(FIRST_BYTES);
    }

    void write() {
        if (only.isEmpty()) {
            users();
        }
        section(
                "parameters",
                parameters()
                        .filter(one ->
                                !one.isGlobal() && !one.component().equals(RuntimeParameter.POLICY))
                        .map(one -> () -> ofHost(ParameterActions.shown(one), one.vhost())));
        if (only.isEmpty()) {
            section(
                    "global_parameters",
                    parameters()
                            .filter(RuntimeParameter::isGlobal)
                            .map(one -> () -> ParameterActions.shown(one)));
        }
        section(
                "policies",
                administration.policies(RuntimeParameter.POLICY).stream()
                        .filter(one -> only.isEmpty() || one.vhost().equals(only))
                        .map(one -> () -> policy(one)));
        topology();
        begin();
        go();
    }

    private Stream<RuntimeParameter> parameters() {
        return administration.parameters().stream()
                .filter(one -> only.isEmpty() || one.vhost().equals(only));
    }

    private Members policy(Policy policy) {
        return ofHost(PolicyActions.shown(policy), policy.vhost());
    }

    /** What is of one virtual host alone does not say of which. */
    private Members ofHost(Members members, String vhost) {
        if (only.isEmpty()) {
            return members.and(VHOST, vhost);
        }
        members.all().remove(VHOST);
        return members;
    }

    private void users() {
        Directory directory = administration.access().directory();
        section(
                "users",
                directory.users().stream().map(one -> () -> UserActions.shown(directory, one)));
        section("vhosts", administration.hosts().stream().map(host -> () -> host(host)));
        section(
                "permissions",
                directory.vhosts().permissions().stream()
                        .map(one -> () -> PermissionActions.shown(one)));
        section(
                "topic_permissions",
                directory.vhosts().topics().stream()
                        .map(one -> () -> PermissionActions.shown(one)));
    }

    private static Members host(VirtualHost host) {
        return typed(
                Members.of("name", host.name())
                        .and("description", host.description())
                        .and("tags", host.tags())
                        .and(
                                "metadata",
                                typed(
                                                Members.of("description", host.description())
                                                        .and("tags", host.tags()),
                                                host)
                                        .all()),
                host);
    }

    private static Members typed(Members members, VirtualHost host) {
        return host.defaultQueueType().isEmpty()
                ? members
                : members.and("default_queue_type", host.defaultQueueType());
    }

    private void topology() {
        List<Supplier<Members>> queues = new ArrayList<>();
        List<Supplier<Members>> exchanges = new ArrayList<>();
        List<Supplier<Members>> bindings = new ArrayList<>();
        for (String vhost : request.hosts()) {
            for (QueueInfo queue : administration.queues(vhost)) {
                if (administration.isExported(queue)) {
                    queues.add(() -> ofHost(queue(queue), vhost));
                }
            }
            for (Exchange exchange : administration.exchanges(vhost)) {
                if (exchange.name().isEmpty()) {
                    continue;
                }
                if (!exchange.name().startsWith("amq.")) {
                    exchanges.add(() -> ofHost(ExchangeActions.declaration(exchange), vhost));
                }
                administration
                        .bindingsFrom(vhost, exchange.name())
                        .forEach(one ->
                                bindings.add(() -> ofHost(BindingActions.declaration(one), vhost)));
            }
        }
        section("queues", queues.stream());
        section("exchanges", exchanges.stream());
        section("bindings", bindings.stream());
    }

    private static Members queue(QueueInfo queue) {
        DeclaredQueue declared = DeclaredQueue.of(queue);
        return Members.of("name", Administration.local(queue))
                .and("durable", declared.durable())
                .and("auto_delete", declared.autoDelete())
                .and("arguments", Fields.shown(declared.arguments()));
    }

    private void section(String name, Stream<Supplier<Members>> of) {
        ArrayDeque<Supplier<Members>> all = new ArrayDeque<>();
        of.forEach(all::add);
        left.add(new Section(name, all));
    }

    private void begin() {
        text(
                """
                {"rabbit_version":"%s","rabbitmq_version":"%s","product_name":"%s"\
                """
                        .formatted(ServerActions.LIKE, ServerActions.LIKE, ServerActions.PRODUCT));
    }

    private void text(String text) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
    }

    private void go() {
        for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
            Section section = left.getFirst();
            beginOnce(section);
            Supplier<Members> one = section.left().poll();
            if (one == null) {
                text("]");
                left.removeFirst();
                begun = false;
            } else {
                text(first ? "" : ",");
                first = false;
                out.writeBytes(JsonText.write(one.get().all()));
            }
        }
        if (left.isEmpty()) {
            text("}");
            request.json(out);
        } else {
            administration.queues().lane().goOn(this::go);
        }
    }

    private void beginOnce(Section section) {
        if (!begun) {
            begun = true;
            first = true;
            text(",\"" + section.name() + "\":[");
        }
    }
}
