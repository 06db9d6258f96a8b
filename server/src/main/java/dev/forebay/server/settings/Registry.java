package dev.forebay.server.settings;

import dev.forebay.httpapi.mask.MaskRules;
import dev.forebay.log.DamagePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Every setting there is. Order is that of the reference page. */
public final class Registry {
    /** How a log line is written. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** The least severe events that are written. */
    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private static final Form<Boolean> SWITCH = new Form.Switch();
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    public static final Setting<Path> DATA_DIR =
            Setting.of(
                            "data.dir",
                            new Form.Place(),
                            "forebay-data",
                            "The folder that holds everything durable. Made when it is not there. One server at a"
                                    + " time uses it.")
                    .orShort("--data");

    public static final Setting<Optional<Path>> CONFIG =
            Setting.of(
                    "config",
                    new Form.MaybePlace(),
                    "",
                    "A YAML file of settings, by their keys, dotted or nested. Given by flag or variable"
                            + " only.");

    public static final Setting<String> BIND =
            Setting.of(
                    "bind",
                    new Form.Text("[0-9A-Za-z.:_-]{1,253}", "an IP address or a host name"),
                    "127.0.0.1",
                    "The address that is listened on. Anything wider than this machine needs users, or `insecure`.");

    public static final Setting<Boolean> INSECURE =
            Setting.of(
                    "insecure",
                    SWITCH,
                    "false",
                    "Allows `bind` to an address that other machines reach while there are no users, although"
                            + " everybody who reaches it may then do everything.");

    public static final Setting<Optional<Path>> USERS_ADMIN_PASSWORD_FILE =
            Setting.of(
                    "users.admin-password-file",
                    new Form.MaybePlace(),
                    "",
                    "A file with a password of 8 to 256 characters. At the start the user `admin` gets it, and"
                            + " the role admin; the user is made when it is not there. The first way in, and"
                            + " the way back when passwords are lost.");

    public static final Setting<Optional<Path>> USERS_ADMIN_KEY_FILE =
            Setting.of(
                    "users.admin-key-file",
                    new Form.MaybePlace(),
                    "",
                    "A file with an access key id and its secret, with a blank between them. At the start the"
                            + " user `admin` gets this key for signed requests; the user is made when it is"
                            + " not there.");

    public static final Setting<Integer> HTTP_PORT =
            Setting.of(
                    "http.port",
                    new Form.Whole(0, 65_535),
                    "9324",
                    "The port of the SQS API, health and metrics. 0 takes a free one, which the ready lines name.");

    public static final Setting<Integer> HTTP_EVENT_LOOPS =
            Setting.of(
                    "http.event-loops",
                    new Form.Whole(1, 64),
                    "1",
                    "Threads that serve connections. The first of them also runs the engine, so that with one a"
                            + " request never changes threads before the log.");

    public static final Setting<Integer> HTTP_MAX_CONNECTIONS =
            Setting.of(
                    "http.max-connections",
                    new Form.Whole(1, 1_000_000),
                    "10000",
                    "Connections open at once; more are closed at once.");

    public static final Setting<Long> HTTP_MAX_BODY =
            Setting.of(
                    "http.max-body",
                    new Form.Bytes(64 * KIB, 64 * MIB),
                    "8MiB",
                    "The largest request body. JSON may need six bytes for one of a message: the default has room"
                            + " for the largest message however a client writes it.");

    public static final Setting<Long> HTTP_MAX_IN_FLIGHT =
            Setting.of(
                    "http.max-in-flight",
                    new Form.Bytes(MIB, 16 * GIB),
                    "64MiB",
                    "Request bytes held in memory over all connections; beyond it reading pauses until answers"
                            + " have left.");

    public static final Setting<Duration> HTTP_IDLE_TIMEOUT =
            Setting.of(
                    "http.idle-timeout",
                    new Form.Time(Duration.ofSeconds(1), Duration.ofDays(1)),
                    "75s",
                    "A connection that asks nothing for so long is closed. A long poll that waits is not idle.");

    public static final Setting<Boolean> AMQP_ENABLED =
            Setting.of(
                    "amqp.enabled",
                    SWITCH,
                    "true",
                    "Serves AMQP 0-9-1, which RabbitMQ's clients speak, and RabbitMQ's management API under /api.");

    public static final Setting<OptionalInt> AMQP_PORT =
            Setting.of(
                    "amqp.port",
                    new Form.MaybePort(),
                    "5672",
                    "The port of AMQP 0-9-1 without TLS. 0 takes a free one, which the ready lines name; `off`"
                            + " leaves TLS alone.");

    public static final Setting<OptionalInt> AMQP_TLS_PORT =
            Setting.of(
                    "amqp.tls-port",
                    new Form.MaybePort(),
                    "5671",
                    "The port of AMQP 0-9-1 over TLS, where `tls.certificate` is set. 0 takes a free one; `off`"
                            + " for none.");

    public static final Setting<Integer> AMQP_MAX_CONNECTIONS =
            Setting.of(
                    "amqp.max-connections",
                    new Form.Whole(1, 1_000_000),
                    "10000",
                    "AMQP connections open at once; more are closed at once. When all places are taken, a new one"
                            + " gets that of the one which has been open for the longest without having logged in.");

    public static final Setting<Long> AMQP_MAX_MESSAGE_SIZE =
            Setting.of(
                    "amqp.max-message-size",
                    new Form.Bytes(KIB, 128 * MIB),
                    "16MiB",
                    "The largest body of a message that is published over AMQP. Those beyond 24 MiB arrive one"
                            + " at a time; at 128 MiB the server needs up to 1.5 GiB of memory with its"
                            + " default heap. Receives over SQS and HTTP have no bodies beyond 16 MiB.");

    public static final Setting<Long> AMQP_MAX_INCOMPLETE =
            Setting.of(
                    "amqp.max-incomplete",
                    new Form.Bytes(MIB, 16 * GIB),
                    "192MiB",
                    "Memory for bodies that have not arrived whole and for open transactions, of all AMQP"
                            + " connections together. When it is used up, the connection that has most of it is"
                            + " closed with 506. A quarter of what the JVM has outside its heap"
                            + " (-XX:MaxDirectMemorySize, 1 GiB unless told) at most.");

    public static final Setting<Long> AMQP_MAX_UNREAD =
            Setting.of(
                    "amqp.max-unread",
                    new Form.Bytes(MIB, 16 * GIB),
                    "128MiB",
                    "Memory for what AMQP clients have not read yet, all of them together. When it is used up,"
                            + " large messages wait, and clients that hardly read are cut off. A quarter of what"
                            + " the JVM has outside its heap at most.");

    public static final Setting<Optional<Path>> TLS_CERTIFICATE =
            Setting.of(
                    "tls.certificate",
                    new Form.MaybePlace(),
                    "",
                    "A PEM file with the server's certificate, followed by those between it and its root. With"
                            + " `tls.key`, the HTTP port speaks TLS only, and AMQP has `amqp.tls-port` as well.");

    public static final Setting<Optional<Path>> TLS_KEY =
            Setting.of(
                    "tls.key",
                    new Form.MaybePlace(),
                    "",
                    "A PEM file with the certificate's private key, PKCS #8, not encrypted.");

    public static final Setting<Optional<Path>> TLS_CLIENT_CA =
            Setting.of(
                    "tls.client-ca",
                    new Form.MaybePlace(),
                    "",
                    "A PEM file with the certificates that vouch for clients. On `amqp.tls-port` a client may then"
                            + " show one of its own and sign in with it (EXTERNAL) as the user that its"
                            + " common name names.");

    public static final Setting<MaskRules> MESSAGES_MASKED =
            Setting.of(
                    "messages.masked",
                    new Form.Masks(),
                    "",
                    "What is masked in messages to those who look at them without taking them and have not the"
                            + " right unmask: rules such as `orders.*: $.card.number, header:authorization`,"
                            + " with `;` between them. Read anew, without a restart, by `forebay config"
                            + " reload`.");

    public static final Setting<Boolean> QUEUES_AUTO_CREATE =
            Setting.of(
                    "queues.auto-create",
                    SWITCH,
                    "false",
                    "Creates a queue, with default attributes, when it is first sent to or received from. Off, as"
                            + " on AWS.");

    public static final Setting<String> SQS_REGION =
            Setting.of(
                    "sqs.region",
                    new Form.Text("[a-z0-9-]{1,32}", "up to 32 of a-z, 0-9 and -"),
                    "us-east-1",
                    "The region that queue ARNs name. Clients may use any.");

    public static final Setting<Integer> SQS_MAX_IN_FLIGHT =
            Setting.of(
                    "sqs.max-in-flight",
                    new Form.Whole(1, 1_000_000),
                    "120000",
                    "Messages of one standard queue that may be in flight at once; receives beyond it answer"
                            + " OverLimit. For queues made from now on.");

    public static final Setting<Integer> SQS_MAX_IN_FLIGHT_FIFO =
            Setting.of(
                    "sqs.max-in-flight-fifo",
                    new Form.Whole(1, 1_000_000),
                    "20000",
                    "The same for a FIFO queue.");

    public static final Setting<DamagePolicy> STORAGE_ON_DAMAGE =
            Setting.of(
                    "storage.on-damage",
                    new Form.Choice<>(DamagePolicy.class),
                    "refuse",
                    "What a start does with damage to acknowledged bytes: refuse to serve anything, or serve all"
                            + " the rest and report the damaged ranges in health checks, metrics and logs.");

    public static final Setting<Long> STORAGE_RESERVE =
            Setting.of(
                    "storage.reserve",
                    new Form.Bytes(0, TIB),
                    "64MiB",
                    "Room on the disk that sends leave alone, so that receives and deletes go on when it is full."
                            + " Less than the disk has in all.");

    public static final Setting<Integer> STORAGE_RETAINED =
            Setting.of(
                    "storage.retained",
                    new Form.Whole(0, 100),
                    "20",
                    "Percent of the disk that settled messages may fill, all queues together; beyond it the oldest"
                            + " go before their retention ends.");

    public static final Setting<Integer> STORAGE_COMPACT_BELOW =
            Setting.of(
                    "storage.compact-below",
                    new Form.Whole(0, 100),
                    "25",
                    "When retention is over and less than so many percent of a segment are still needed, these are"
                            + " copied and the rest is given back; 0 for only when nothing is needed.");

    public static final Setting<Long> STORAGE_COMMIT_FILE =
            Setting.of(
                    "storage.commit-file",
                    new Form.Bytes(8 * MIB, GIB),
                    "32MiB",
                    "Size of one commit-log file. There are at least two; more appear while checkpoints lag,"
                            + " and up to two of 136 MiB until the next start once a larger message came.");

    public static final Setting<Long> STORAGE_SEGMENT =
            Setting.of(
                    "storage.segment",
                    new Form.Bytes(64 * KIB, 2 * GIB - 1),
                    "64MiB",
                    "Size at which a queue begins a new segment file. Whole segments are dropped, so smaller ones"
                            + " give room back sooner and cost more files.");

    public static final Setting<Long> STORAGE_VOLATILE_MEMORY =
            Setting.of(
                    "storage.volatile-memory",
                    new Form.Bytes(MIB, 16 * GIB),
                    "64MiB",
                    "Memory for the messages of all volatile queues together, outside of the heap; what is beyond"
                            + " goes to files that are never synced.");

    public static final Setting<LogFormat> LOG_FORMAT =
            Setting.of(
                    "log.format",
                    new Form.Choice<>(LogFormat.class),
                    "text",
                    "How log lines are written, one line an event, on the error stream.");

    public static final Setting<LogLevel> LOG_LEVEL =
            Setting.of(
                    "log.level",
                    new Form.Choice<>(LogLevel.class),
                    "info",
                    "The least severe events that are logged.");

    public static final Setting<Integer> METRICS_MAX_QUEUES =
            Setting.of(
                    "metrics.max-queues",
                    new Form.Whole(0, 100_000),
                    "1000",
                    "Queues with figures of their own on /metrics/queues; the rest are in the totals only.");

    public static final Setting<Optional<URI>> OTEL_ENDPOINT =
            Setting.of(
                    "otel.endpoint",
                    new Form.MaybeAddress(),
                    "",
                    "The OpenTelemetry collector that spans of sends, receives and settlements go to, by OTLP over"
                            + " HTTP; `/v1/traces` is added. Without it there are no spans, and traces that"
                            + " messages carry are passed on all the same.");

    public static final Setting<Optional<Path>> OTEL_HEADERS_FILE =
            Setting.of(
                    "otel.headers-file",
                    new Form.MaybePlace(),
                    "",
                    "A file with header lines, such as `Authorization: Bearer …`, that go with each request to the"
                            + " collector.");

    public static final Setting<Integer> OTEL_SAMPLE_PERCENT =
            Setting.of(
                    "otel.sample-percent",
                    new Form.Whole(0, 100),
                    "0",
                    "Of messages that carry no trace, so many percent begin one. For all others, what their sender"
                            + " decided holds.");

    public static final Setting<String> OTEL_SERVICE_NAME =
            Setting.of(
                    "otel.service-name",
                    new Form.Text("[ -~]{1,255}", "up to 255 characters of ASCII"),
                    "forebay",
                    "What spans call this server (`service.name`).");

    public static final Setting<Optional<URI>> ALERTS_WEBHOOK_URL =
            Setting.of(
                    "alerts.webhook.url",
                    new Form.MaybeAddress(),
                    "",
                    "Where alerts are posted to as JSON when they begin, change their severity and end. Not to"
                            + " addresses of this machine or of private networks, unless"
                            + " `alerts.webhook.allow-private` is set; no redirect is followed.");

    public static final Setting<Optional<Path>> ALERTS_WEBHOOK_SECRET_FILE =
            Setting.of(
                    "alerts.webhook.secret-file",
                    new Form.MaybePlace(),
                    "",
                    "A file with the secret that requests to the webhook are signed with, as standardwebhooks.com"
                            + " says: `whsec_` and 24 to 64 bytes as base64.");

    public static final Setting<Boolean> ALERTS_WEBHOOK_ALLOW_PRIVATE =
            Setting.of(
                    "alerts.webhook.allow-private",
                    SWITCH,
                    "false",
                    "Allows the webhook to be on this machine or in a private network. Link-local addresses stay"
                            + " refused.");

    public static final Setting<Duration> STOP_TIMEOUT =
            Setting.of(
                    "stop.timeout",
                    new Form.Time(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "10s",
                    "How long a stop waits for answers that are under way before it closes their connections.");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(
                    DATA_DIR,
                    CONFIG,
                    BIND,
                    INSECURE,
                    USERS_ADMIN_PASSWORD_FILE,
                    USERS_ADMIN_KEY_FILE,
                    HTTP_PORT,
                    HTTP_EVENT_LOOPS,
                    HTTP_MAX_CONNECTIONS,
                    HTTP_MAX_BODY,
                    HTTP_MAX_IN_FLIGHT,
                    HTTP_IDLE_TIMEOUT,
                    AMQP_ENABLED,
                    AMQP_PORT,
                    AMQP_TLS_PORT,
                    AMQP_MAX_CONNECTIONS,
                    AMQP_MAX_MESSAGE_SIZE,
                    AMQP_MAX_INCOMPLETE,
                    AMQP_MAX_UNREAD,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    TLS_CLIENT_CA,
                    MESSAGES_MASKED,
                    QUEUES_AUTO_CREATE,
                    SQS_REGION,
                    SQS_MAX_IN_FLIGHT,
                    SQS_MAX_IN_FLIGHT_FIFO,
                    STORAGE_ON_DAMAGE,
                    STORAGE_RESERVE,
                    STORAGE_RETAINED,
                    STORAGE_COMPACT_BELOW,
                    STORAGE_COMMIT_FILE,
                    STORAGE_SEGMENT,
                    STORAGE_VOLATILE_MEMORY,
                    LOG_FORMAT,
                    LOG_LEVEL,
                    METRICS_MAX_QUEUES,
                    OTEL_ENDPOINT,
                    OTEL_HEADERS_FILE,
                    OTEL_SAMPLE_PERCENT,
                    OTEL_SERVICE_NAME,
                    ALERTS_WEBHOOK_URL,
                    ALERTS_WEBHOOK_SECRET_FILE,
                    ALERTS_WEBHOOK_ALLOW_PRIVATE,
                    STOP_TIMEOUT);

    /** Those that are read anew without a restart. */
    public static final List<Setting<?>> RELOADED = List.of(MESSAGES_MASKED);

    private Registry() {}
}
