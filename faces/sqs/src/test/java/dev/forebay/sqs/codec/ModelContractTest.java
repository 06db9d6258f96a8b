package dev.forebay.sqs.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.sqs.codec.SqsModel.Member;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Walks AWS' Smithy model: every operation, every member, every error. */
class ModelContractTest {
    private static final SqsModel MODEL = SqsModel.load();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Errors about keys that this server does not have. */
    private static final String KMS = "Kms";

    @Test
    void the_operations_are_those_of_the_model() {
        assertThat(Arrays.stream(SqsAction.values()).map(SqsAction::title))
                .containsExactlyInAnyOrderElementsOf(MODEL.operations());
    }

    @Test
    void every_error_of_the_model_has_its_codes_and_status() {
        Map<String, SqsError> byShape =
                Arrays.stream(SqsError.values())
                        .collect(Collectors.toMap(SqsError::shape, error -> error));
        MODEL.errors()
                .forEach((shape, traits) -> {
                    if (!shape.startsWith(KMS)) {
                        check(shape, traits, byShape.get(shape));
                    }
                });
    }

    private static void check(String shape, JsonNode traits, @Nullable SqsError error) {
        requireNonNull(error, shape);
        JsonNode query = traits.path("aws.protocols#awsQueryError");
        assertThat(error.queryCode()).isEqualTo(query.path("code").asString(shape));
        assertThat(error.status()).isEqualTo(traits.path("smithy.api#httpError").asInt(400));
        assertThat(error.type()).isEqualTo("com.amazonaws.sqs#" + shape);
        assertThat(error.senderFault())
                .isEqualTo(traits.get("smithy.api#error").asString().equals("client"));
    }

    @ParameterizedTest
    @EnumSource
    void a_request_with_all_members_is_read_alike_from_both_formats(SqsAction action) {
        Map<String, Object> members = full(MODEL.input(action.title()));
        byte[] json = JSON.writeValueAsBytes(members);
        SqsRequest fromJson = JsonCodec.decode(action, json, json.length);
        SqsRequest fromForm =
                QueryCodec.decode("/", "", form(action, members).getBytes(StandardCharsets.UTF_8))
                        .request();

        assertThat(fromForm)
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(fromJson);
        assertThat(fromJson).hasNoNullFieldsOrProperties();
    }

    @ParameterizedTest
    @EnumSource
    void the_quick_and_the_slow_way_through_json_agree(SqsAction action) {
        byte[] json = JSON.writeValueAsBytes(full(MODEL.input(action.title())));
        assertThat(JsonCodec.decode(action, json, json.length))
                .usingRecursiveComparison()
                .isEqualTo(JsonCodec.decodeSlowly(action, json));
    }

    @ParameterizedTest
    @EnumSource
    void each_required_member_is_missed(SqsAction action) {
        Map<String, Member> input = MODEL.input(action.title());
        input.forEach((name, member) -> {
            if (!member.required()) {
                return;
            }
            Map<String, Object> members = full(input);
            members.remove(name);
            assertMissing(action, members, name);
        });
    }

    private static void assertMissing(SqsAction action, Map<String, Object> members, String name) {
        SqsError expected =
                name.equals("Entries") ? SqsError.EMPTY_BATCH_REQUEST : SqsError.MISSING_PARAMETER;
        byte[] json = JSON.writeValueAsBytes(members);
        assertFails(() -> JsonCodec.decode(action, json, json.length), expected);
        assertFails(() -> JsonCodec.decodeSlowly(action, json), expected);
        byte[] form = form(action, members).getBytes(StandardCharsets.UTF_8);
        assertFails(() -> QueryCodec.decode("/", "", form), expected);
    }

    @ParameterizedTest
    @EnumSource
    void each_member_of_a_wrong_type_is_refused(SqsAction action) {
        Map<String, Member> input = MODEL.input(action.title());
        input.forEach((name, member) -> {
            for (Object wrong : wrong(MODEL.type(member.target()))) {
                Map<String, Object> members = full(input);
                members.put(name, wrong);
                byte[] json = JSON.writeValueAsBytes(members);
                assertFails(
                        () -> JsonCodec.decode(action, json, json.length), SqsError.SERIALIZATION);
                assertFails(() -> JsonCodec.decodeSlowly(action, json), SqsError.SERIALIZATION);
            }
        });
    }

    private static List<Object> wrong(String type) {
        return switch (type) {
            case "string", "enum" -> List.of(1, true, List.of(), Map.of());
            case "integer" -> List.of("1", 1.5, true, List.of(), Map.of(), 1L << 40);
            case "list" -> List.of("x", 1, Map.of(), List.of(1), List.of(List.of()));
            default -> List.of("x", 1, List.of(), Map.of("k", 1), Map.of("k", List.of()));
        };
    }

    private static void assertFails(ThrowingCallable call, SqsError error) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(SqsFailure.class))
                .extracting(SqsFailure::error)
                .isEqualTo(error);
    }

    /** A value for every member. */
    private static Map<String, Object> full(Map<String, Member> members) {
        Map<String, Object> values = new LinkedHashMap<>();
        members.forEach((name, member) -> values.put(name, value(name, member.target())));
        return values;
    }

    private static Object value(String name, String target) {
        return switch (MODEL.type(target)) {
            case "string" -> target.equals("TagValue") ? "v" : name;
            case "enum" -> MODEL.enumValues(target).getLast();
            case "integer" -> 7;
            case "list" -> List.of(value(name, MODEL.element(target)));
            case "map" -> map(target);
            case "structure" -> structure(target);
            default -> throw new AssertionError(target);
        };
    }

    private static Object structure(String target) {
        if (target.startsWith("Message") && target.endsWith("AttributeValue")) {
            return Map.of("DataType", "String", "StringValue", "text");
        }
        return full(MODEL.members(target));
    }

    private static Map<String, Object> map(String target) {
        String element = MODEL.element(target);
        String key = element.equals("MessageSystemAttributeValue") ? "AWSTraceHeader" : "key";
        return Map.of(key, value("value", element));
    }

    /** The same request as a form. */
    private static String form(SqsAction action, Map<String, Object> members) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("Action", action.title());
        members.forEach((name, value) -> flatten(queryName(action, name), value, parameters));
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) ->
                pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    private static void flatten(String name, Object value, Map<String, String> into) {
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(name + "." + (i + 1), list.get(i), into);
                }
            }
            case Map<?, ?> map when name.matches(".*\\.\\d+(\\.Value)?$|Value$") ->
                    map.forEach((key, entry) -> flatten(member(name, key), entry, into));
            case Map<?, ?> map -> {
                int i = 0;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String element = name + "." + ++i;
                    into.put(
                            element + (name.equals("Tag") ? ".Key" : ".Name"),
                            entry.getKey().toString());
                    flatten(element + ".Value", entry.getValue(), into);
                }
            }
            default -> into.put(name, value.toString());
        }
    }

    private static String member(String name, Object key) {
        String member = key.toString();
        return name
                + "."
                + switch (member) {
                    case "MessageAttributes" -> "MessageAttribute";
                    case "MessageSystemAttributes" -> "MessageSystemAttribute";
                    default -> member;
                };
    }

    /** What the API reference calls a member in a form. */
    private static String queryName(SqsAction action, String member) {
        return switch (member) {
            case "Entries" -> action.title() + "RequestEntry";
            case "Attributes" -> "Attribute";
            case "AttributeNames" -> "AttributeName";
            case "MessageAttributes" -> "MessageAttribute";
            case "MessageSystemAttributes" -> "MessageSystemAttribute";
            case "MessageAttributeNames" -> "MessageAttributeName";
            case "MessageSystemAttributeNames" -> "MessageSystemAttributeName";
            case "tags", "Tags" -> "Tag";
            case "TagKeys" -> "TagKey";
            case "AWSAccountIds" -> "AWSAccountId";
            case "Actions" -> "ActionName";
            default -> member;
        };
    }
}
