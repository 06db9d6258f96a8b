package dev.forebay.access.store;

import dev.forebay.access.DirectoryChange;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.VhostPermission;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;

/** The part of a record that says how rights in virtual hosts change: a kind, then what it says. */
final class VhostRightsCodec {
    private static final int PUT_PERMISSION = 1;
    private static final int REMOVE_PERMISSION = 2;
    private static final int PUT_TOPIC = 3;
    private static final int REMOVE_TOPIC = 4;
    private static final int REMOVE_VHOST = 5;

    private VhostRightsCodec() {}

    static void write(ByteSink sink, DirectoryChange.InVhosts change) {
        switch (change) {
            case DirectoryChange.PutPermission put -> {
                VhostPermission permission = put.permission();
                sink.putByte(PUT_PERMISSION);
                sink.putText(permission.user());
                sink.putText(permission.vhost());
                sink.putText(permission.configure().text());
                sink.putText(permission.write().text());
                sink.putText(permission.read().text());
            }
            case DirectoryChange.RemovePermission remove -> {
                sink.putByte(REMOVE_PERMISSION);
                sink.putText(remove.user());
                sink.putText(remove.vhost());
            }
            case DirectoryChange.PutTopicPermission put -> {
                TopicPermission permission = put.permission();
                sink.putByte(PUT_TOPIC);
                sink.putText(permission.user());
                sink.putText(permission.vhost());
                sink.putText(permission.exchange());
                sink.putText(permission.write().text());
                sink.putText(permission.read().text());
            }
            case DirectoryChange.RemoveTopicPermission remove -> {
                sink.putByte(REMOVE_TOPIC);
                sink.putText(remove.user());
                sink.putText(remove.vhost());
                sink.putText(remove.exchange());
            }
            case DirectoryChange.RemoveVhost remove -> {
                sink.putByte(REMOVE_VHOST);
                sink.putText(remove.vhost());
            }
        }
    }

    static DirectoryChange.InVhosts read(ByteSource source) {
        int kind = source.getByte();
        return switch (kind) {
            case PUT_PERMISSION ->
                    new DirectoryChange.PutPermission(
                            VhostPermission.of(
                                    source.getText(),
                                    source.getText(),
                                    source.getText(),
                                    source.getText(),
                                    source.getText()));
            case REMOVE_PERMISSION ->
                    new DirectoryChange.RemovePermission(source.getText(), source.getText());
            case PUT_TOPIC ->
                    new DirectoryChange.PutTopicPermission(
                            TopicPermission.of(
                                    source.getText(),
                                    source.getText(),
                                    source.getText(),
                                    source.getText(),
                                    source.getText()));
            case REMOVE_TOPIC ->
                    new DirectoryChange.RemoveTopicPermission(
                            source.getText(), source.getText(), source.getText());
            case REMOVE_VHOST -> new DirectoryChange.RemoveVhost(source.getText());
            default -> throw new IllegalStateException("a record of permissions of kind " + kind);
        };
    }
}
