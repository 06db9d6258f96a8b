package dev.forebay.access.policy;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Adds statements to policies, and removes them, in their JSON. Stateless. */
public final class PolicyText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PolicyText() {}

    /**
     * The policy with one statement more, which allows.
     *
     * @param policy JSON; empty for none
     * @param sid the statement's name
     * @return none when there is a statement of the name
     * @throws PolicyRefused when the policy there is cannot be read
     */
    public static Optional<String> with(
            String policy,
            String sid,
            List<String> principals,
            List<String> actions,
            String resource)
            throws PolicyRefused {
        ObjectNode root = root(policy);
        ArrayNode statements = statements(root);
        if (find(statements, sid) >= 0) {
            return Optional.empty();
        }
        ObjectNode statement = NODES.objectNode();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.set("Principal", NODES.objectNode().set("AWS", oneOrMore(principals)));
        statement.set("Action", oneOrMore(actions));
        statement.put("Resource", resource);
        statements.add(statement);
        root.set("Statement", statements);
        return Optional.of(root.toString());
    }

    /**
     * The policy without the statement; empty text when it was the last.
     *
     * @return none when there is no statement of the name
     */
    public static Optional<String> without(String policy, String sid) throws PolicyRefused {
        ObjectNode root = root(policy);
        ArrayNode statements = statements(root);
        int at = find(statements, sid);
        if (at < 0) {
            return Optional.empty();
        }
        statements.remove(at);
        root.set("Statement", statements);
        return Optional.of(statements.isEmpty() ? "" : root.toString());
    }

    private static ObjectNode root(String policy) throws PolicyRefused {
        if (policy.isEmpty()) {
            ObjectNode root = NODES.objectNode();
            root.put("Version", "2008-10-17");
            root.set("Statement", NODES.arrayNode());
            return root;
        }
        if (PolicyReader.parse(policy) instanceof ObjectNode root) {
            return root;
        }
        throw new PolicyRefused("The queue's policy is no JSON object.");
    }

    private static ArrayNode statements(ObjectNode root) {
        JsonNode statements = root.get("Statement");
        if (statements instanceof ArrayNode array) {
            return array;
        }
        ArrayNode array = NODES.arrayNode();
        if (statements != null) {
            array.add(statements);
        }
        return array;
    }

    private static int find(ArrayNode statements, String sid) {
        for (int i = 0; i < statements.size(); i++) {
            JsonNode name = statements.get(i).get("Sid");
            if (name != null && name.isString() && name.asString().equals(sid)) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode oneOrMore(List<String> texts) {
        if (texts.size() == 1) {
            return NODES.stringNode(texts.getFirst());
        }
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
