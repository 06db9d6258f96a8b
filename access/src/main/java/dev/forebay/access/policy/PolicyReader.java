package dev.forebay.access.policy;

import dev.forebay.access.NamePattern;
import dev.forebay.access.Operation;
import dev.forebay.access.Rule;
import dev.forebay.access.policy.Statement.Effect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads policies and refuses what would not be enforced. Thread-safe. */
public final class PolicyReader {
    /** Longest policy that is taken, in characters. */
    public static final int LONGEST = 64 * 1024;

    private static final int MOST_STATEMENTS = 100;
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final String PREFIX = "sqs:";

    /** Batches need the right to their single action. */
    private static final Map<String, String> BATCHES =
            Map.of(
                    "sendmessagebatch", "sendmessage",
                    "deletemessagebatch", "deletemessage",
                    "changemessagevisibilitybatch", "changemessagevisibility");

    /** Loaded with the first policy, not with the server. */
    private static final class Json {
        private static final JsonMapper MAPPER =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(16)
                                                        .maxDocumentLength(4L * LONGEST)
                                                        .build())
                                        .build())
                        .build();
    }

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @param queue the queue it is for
     * @throws PolicyRefused when anything in it is not understood
     */
    public static QueuePolicy read(String json, String queue) throws PolicyRefused {
        List<Statement> statements = new ArrayList<>();
        int number = 0;
        for (JsonNode statement : statementsOf(parse(json))) {
            statements.add(statement(statement, "statement " + ++number, queue));
        }
        if (statements.size() > MOST_STATEMENTS) {
            throw new PolicyRefused("A policy has at most " + MOST_STATEMENTS + " statements.");
        }
        return new QueuePolicy(statements);
    }

    static JsonNode parse(String json) throws PolicyRefused {
        if (json.length() > LONGEST) {
            throw new PolicyRefused("A policy has at most " + LONGEST + " characters.");
        }
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            throw new PolicyRefused("The policy is not readable as JSON.");
        }
    }

    private static Iterable<JsonNode> statementsOf(JsonNode policy) throws PolicyRefused {
        if (!policy.isObject()) {
            throw new PolicyRefused("The policy must be a JSON object.");
        }
        onlyMembers(policy, Set.of("Version", "Id", "Statement"), "the policy");
        JsonNode version = policy.get("Version");
        if (version != null && !VERSIONS.contains(text(version, "Version"))) {
            throw new PolicyRefused("Version must be one of " + VERSIONS + ".");
        }
        JsonNode statements = policy.get("Statement");
        if (statements == null) {
            throw new PolicyRefused("The policy lacks Statement.");
        }
        return statements.isArray() ? statements : List.of(statements);
    }

    private static Statement statement(JsonNode node, String where, String queue)
            throws PolicyRefused {
        if (!node.isObject()) {
            throw new PolicyRefused("Of the policy, " + where + " must be an object.");
        }
        onlyMembers(
                node,
                Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition"),
                where);
        JsonNode sid = node.get("Sid");
        checkResources(member(node, "Resource", where), where, queue);
        return new Statement(
                sid == null ? "" : text(sid, "Sid"),
                effect(text(member(node, "Effect", where), "Effect"), where),
                principals(member(node, "Principal", where), where),
                operations(texts(member(node, "Action", where), "Action"), where),
                conditions(node.get("Condition"), where));
    }

    private static Effect effect(String text, String where) throws PolicyRefused {
        return switch (text) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new PolicyRefused("Effect of " + where + " must be Allow or Deny.");
        };
    }

    private static List<String> principals(JsonNode node, String where) throws PolicyRefused {
        if (node.isString() && node.asString().equals("*")) {
            return List.of("*");
        }
        JsonNode aws = node.isObject() && node.size() == 1 ? node.get("AWS") : null;
        if (aws == null) {
            throw new PolicyRefused(
                    "Principal of "
                            + where
                            + " must be \"*\" or {\"AWS\": ...}: there are no"
                            + " services or federated users here.");
        }
        List<String> principals = texts(aws, "Principal");
        for (String principal : principals) {
            boolean account = principal.matches("[0-9]{12}|arn:aws:iam::[0-9]{12}:root");
            boolean user = principal.matches("arn:aws:iam::[0-9]{12}:user/[^*?]+");
            if (!account && !user && !principal.equals("*")) {
                throw new PolicyRefused(
                        "Principal \""
                                + shortened(principal)
                                + "\" of "
                                + where
                                + " must be *, an account or arn:aws:iam::ACCOUNT:user/NAME.");
            }
        }
        return principals;
    }

    /**
     * The operations that names of actions, in which {@code *} is wild, mean.
     *
     * @throws PolicyRefused for a name that means none
     */
    public static Set<Operation> operations(List<String> actions, String where)
            throws PolicyRefused {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (String action : actions) {
            Set<Operation> meant = meant(action);
            if (meant.isEmpty()) {
                throw new PolicyRefused(
                        "Action \""
                                + shortened(action)
                                + "\" of "
                                + where
                                + " is no action of SQS that a policy can name.");
            }
            operations.addAll(meant);
        }
        return operations;
    }

    private static Set<Operation> meant(String action) {
        Set<Operation> meant = EnumSet.noneOf(Operation.class);
        if (action.equals("*") || action.equalsIgnoreCase(PREFIX + "*")) {
            for (Operation operation : Operation.values()) {
                if (operation.rule() instanceof Rule.OnQueue) {
                    meant.add(operation);
                }
            }
            return meant;
        }
        String lower = action.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX)) {
            return meant;
        }
        String named = lower.substring(PREFIX.length());
        String pattern = BATCHES.getOrDefault(named, named);
        for (Operation operation : Operation.values()) {
            String name = operation.policyAction().orElse("").toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && NamePattern.matches(pattern, name)) {
                meant.add(operation);
            }
        }
        return meant;
    }

    private static void checkResources(JsonNode node, String where, String queue)
            throws PolicyRefused {
        for (String resource : texts(node, "Resource")) {
            if (!resource.equals("*") && !isArnOf(resource, queue)) {
                throw new PolicyRefused(
                        "Resource \""
                                + shortened(resource)
                                + "\" of "
                                + where
                                + " must be * or the ARN of this queue.");
            }
        }
    }

    private static boolean isArnOf(String resource, String queue) {
        String[] parts = resource.split(":", -1);
        return parts.length == 6
                && parts[0].equals("arn")
                && parts[2].equals("sqs")
                && NamePattern.matches(parts[4], Situation.ACCOUNT)
                && NamePattern.matches(parts[5], queue);
    }

    private static List<Condition> conditions(@Nullable JsonNode node, String where)
            throws PolicyRefused {
        List<Condition> conditions = new ArrayList<>();
        if (node == null) {
            return conditions;
        }
        if (!node.isObject()) {
            throw new PolicyRefused("Condition of " + where + " must be an object.");
        }
        for (Map.Entry<String, JsonNode> test : node.properties()) {
            if (!test.getValue().isObject()) {
                throw new PolicyRefused("A condition of " + where + " must be an object.");
            }
            for (Map.Entry<String, JsonNode> key : test.getValue().properties()) {
                Condition condition =
                        new Condition(
                                test(test.getKey(), where),
                                key(key.getKey(), where),
                                texts(key.getValue(), "Condition"));
                check(condition, where);
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private static Condition.Test test(String name, String where) throws PolicyRefused {
        for (Condition.Test test : Condition.Test.values()) {
            if (test.name().equals(name)) {
                return test;
            }
        }
        throw new PolicyRefused(
                "Condition \""
                        + shortened(name)
                        + "\" of "
                        + where
                        + " is not one of "
                        + List.of(Condition.Test.values())
                        + ".");
    }

    private static Condition.Key key(String name, String where) throws PolicyRefused {
        List<String> titles = new ArrayList<>();
        for (Condition.Key key : Condition.Key.values()) {
            if (key.title().equalsIgnoreCase(name)) {
                return key;
            }
            titles.add(key.title());
        }
        throw new PolicyRefused(
                "Condition key \""
                        + shortened(name)
                        + "\" of "
                        + where
                        + " is not one of "
                        + titles
                        + ".");
    }

    private static void check(Condition condition, String where) throws PolicyRefused {
        boolean onAddress =
                switch (condition.test()) {
                    case IpAddress, NotIpAddress -> true;
                    default -> false;
                };
        if (onAddress != (condition.key() == Condition.Key.SOURCE_IP)) {
            throw new PolicyRefused(
                    "Of "
                            + where
                            + ", aws:SourceIp and IpAddress or NotIpAddress belong together.");
        }
        boolean onSwitch = condition.test() == Condition.Test.Bool;
        if (onSwitch != (condition.key() == Condition.Key.SECURE_TRANSPORT)) {
            throw new PolicyRefused(
                    "Of " + where + ", aws:SecureTransport and Bool belong together.");
        }
        if (!onAddress) {
            return;
        }
        for (String range : condition.values()) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException noRange) {
                throw new PolicyRefused(
                        "\""
                                + shortened(range)
                                + "\" of "
                                + where
                                + " is no address range such as 10.0.0.0/8.");
            }
        }
    }

    private static void onlyMembers(JsonNode node, Set<String> known, String where)
            throws PolicyRefused {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw new PolicyRefused(
                        "\""
                                + shortened(name)
                                + "\" of "
                                + where
                                + " is not supported, and nothing in a policy is passed over.");
            }
        }
    }

    private static JsonNode member(JsonNode node, String name, String where) throws PolicyRefused {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new PolicyRefused("Of the policy, " + where + " lacks " + name + ".");
        }
        return member;
    }

    private static List<String> texts(JsonNode node, String name) throws PolicyRefused {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            texts.add(text(each, name));
        }
        if (texts.isEmpty()) {
            throw new PolicyRefused(name + " must not be empty.");
        }
        return texts;
    }

    private static String text(JsonNode node, String name) throws PolicyRefused {
        if (node.isString() || node.isBoolean()) {
            return node.asString();
        }
        throw new PolicyRefused(name + " must be text.");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
