package dev.forebay.httpapi;

import dev.forebay.access.store.Noting;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Reply;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.SettingsOut;
import java.util.List;

/** What the server tells of itself. */
final class ServerActions {
    private static final int UNWELL = 503;

    private final Door door;
    private final ServerView server;
    private final Noting noting;

    ServerActions(Door door, ServerView server, Noting noting) {
        this.door = door;
        this.server = server;
        this.noting = noting;
    }

    void info(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () ->
                        call.json(out -> {
                            out.begin();
                            out.field("name", "forebay");
                            out.field("version", server.version());
                            out.time("startedAt", server.startedAt());
                            out.time("now", door.clock().wall());
                            out.field("queueCount", door.queues().all().size());
                            out.beginList("ports");
                            for (ServerView.Port port : server.ports()) {
                                out.begin();
                                out.field("protocol", port.protocol());
                                out.field("host", port.host());
                                out.field("port", port.number());
                                out.end();
                            }
                            out.endList();
                            out.end();
                        }));
    }

    void settings(Call call, byte[] body, int length) {
        door.onLane(call, () -> showSettings(call));
    }

    private void showSettings(Call call) {
        call.json(out -> {
            out.begin();
            out.beginList("settings");
            for (ServerView.SettingInForce setting : server.settings()) {
                out.begin();
                out.field("key", setting.key());
                out.field("value", setting.value());
                out.field("origin", setting.origin());
                out.field("doc", setting.doc());
                if (setting.needsRestart()) {
                    out.field("needsRestart", true);
                }
                out.end();
            }
            out.endList();
            out.end();
        });
    }

    void snapshot(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        Reply<Long> reply =
                call.reply(millis ->
                        call.json(out -> {
                            out.begin();
                            out.field("tookMillis", millis);
                            out.end();
                        }));
        door.onLane(
                call,
                () ->
                        server.checkpoint(
                                noting.of(call.caller(), "write checkpoint", "server", reply)));
    }

    void reload(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        door.onLane(call, () -> server.reload(wrong -> call.attempt(() -> reloaded(call, wrong))));
    }

    private void reloaded(Call call, List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new ApiFailure(ProblemType.INVALID, String.join(" ", wrong));
        }
        Reply<List<String>> reply = call.reply(_ -> showSettings(call));
        noting.of(call.caller(), "reload settings", "server", reply).ok(wrong);
    }

    void log(Call call, byte[] body, int length) {
        long after = call.query().number("after", 0, Long.MAX_VALUE, 0);
        door.onLane(
                call,
                () -> {
                    List<ServerView.LogLine> lines = server.log(after);
                    call.json(out -> {
                        out.begin();
                        out.beginList("lines");
                        for (ServerView.LogLine line : lines) {
                            out.begin();
                            out.field("number", line.number());
                            out.field("level", line.level());
                            out.field("text", line.text());
                            out.end();
                        }
                        out.endList();
                        out.end();
                    });
                });
    }

    void waits(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    ServerView.Waits waits = server.waits(door.queue(call).name());
                    call.json(out -> write(out, waits));
                });
    }

    private static void write(JsonOut out, ServerView.Waits waits) {
        out.begin();
        out.field("stepMillis", waits.stepMillis());
        out.time("lastAt", waits.lastAt());
        out.beginList("boundMillis");
        waits.bounds().forEach(bound -> out.element(bound.longValue()));
        out.endList();
        out.beginList("columns");
        for (List<Long> column : waits.columns()) {
            out.beginList();
            column.forEach(count -> out.element(count.longValue()));
            out.endList();
        }
        out.endList();
        out.end();
    }

    void origins(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    ServerView.Origins origins = server.origins(door.queue(call));
                    call.json(out -> write(out, origins));
                });
    }

    private static void write(JsonOut out, ServerView.Origins origins) {
        out.begin();
        out.begin("defaults");
        SettingsOut.write(out, QueueSettings.defaults());
        out.end();
        out.beginList("policies");
        for (ServerView.Origins.Policy policy : origins.policies()) {
            out.begin();
            out.field("name", policy.name());
            out.field("kind", policy.kind());
            out.texts("definition", policy.definition());
            out.end();
        }
        out.endList();
        out.field("host", origins.host());
        out.field("name", origins.name());
        out.beginList("bindings");
        for (ServerView.Origins.Binding binding : origins.bindings()) {
            out.begin();
            out.field("exchange", binding.exchange());
            out.field("type", binding.type());
            out.field("routingKey", binding.routingKey());
            out.texts("arguments", binding.arguments());
            out.end();
        }
        out.endList();
        out.end();
    }

    void health(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    List<ServerView.Health> checks = server.health();
                    boolean ready = checks.stream().allMatch(one -> one.well() || !one.needed());
                    call.json(
                            ready ? call.route().form().status() : UNWELL,
                            HttpExchange.NO_LINES,
                            out -> {
                                out.begin();
                                out.field("ready", ready);
                                out.beginList("checks");
                                for (ServerView.Health check : checks) {
                                    out.begin();
                                    out.field("name", check.name());
                                    out.field("well", check.well());
                                    out.field("needed", check.needed());
                                    out.field("detail", check.detail());
                                    out.end();
                                }
                                out.endList();
                                out.end();
                            });
                });
    }

    void problemType(Call call, byte[] body, int length) {
        for (ProblemType type : ProblemType.values()) {
            if (type.slug().equals(call.part("type"))) {
                call.json(out -> {
                    out.begin();
                    out.field("type", type.uri());
                    out.field("title", type.title());
                    out.field("status", type.status());
                    out.end();
                });
                return;
            }
        }
        throw new ApiFailure(ProblemType.NO_SUCH_THING, "There is no such type of problem.");
    }
}
