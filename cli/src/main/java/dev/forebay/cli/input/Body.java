package dev.forebay.cli.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Puts bytes into a message of the API: as text where they are some. */
public final class Body {
    private Body() {}

    /** Sets the members of a body. */
    public static void put(ObjectNode message, byte[] bytes) {
        try {
            message.put(
                    "body",
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException noText) {
            message.put("body", Base64.getEncoder().encodeToString(bytes));
            message.put("bodyEncoding", "base64");
        }
    }
}
