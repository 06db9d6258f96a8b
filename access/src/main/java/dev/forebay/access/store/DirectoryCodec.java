package dev.forebay.access.store;

import dev.forebay.access.AccessKey;
import dev.forebay.access.ApiToken;
import dev.forebay.access.DirectoryChange;
import dev.forebay.access.Grant;
import dev.forebay.access.Rights;
import dev.forebay.access.Role;
import dev.forebay.access.Scope;
import dev.forebay.access.User;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.Password.Verifier;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records of the stream of users: a version, a kind, then what the kind says. */
final class DirectoryCodec {
    private static final int VERSION = 1;
    private static final int PUT_USER = 1;
    private static final int REMOVE_USER = 2;
    private static final int PUT_KEY = 3;
    private static final int REMOVE_KEY = 4;
    private static final int PUT_TOKEN = 5;
    private static final int REMOVE_TOKEN = 6;
    private static final int PUT_TAGS = 7;
    private static final int PUT_HASH = 8;
    private static final int IN_VHOSTS = 9;
    private static final int REMOVE_HASH = 10;

    private DirectoryCodec() {}

    static ByteBuffer write(DirectoryChange change) {
        ByteSink sink = new ByteSink(256);
        sink.putByte(VERSION);
        switch (change) {
            case DirectoryChange.PutUser put -> {
                sink.putByte(PUT_USER);
                writeUser(sink, put.user());
            }
            case DirectoryChange.RemoveUser remove -> {
                sink.putByte(REMOVE_USER);
                sink.putText(remove.name());
            }
            case DirectoryChange.PutKey put -> {
                sink.putByte(PUT_KEY);
                writeKey(sink, put.key());
            }
            case DirectoryChange.RemoveKey remove -> {
                sink.putByte(REMOVE_KEY);
                sink.putText(remove.id());
            }
            case DirectoryChange.PutToken put -> {
                sink.putByte(PUT_TOKEN);
                writeToken(sink, put.token());
            }
            case DirectoryChange.RemoveToken remove -> {
                sink.putByte(REMOVE_TOKEN);
                sink.putText(remove.id());
            }
            case DirectoryChange.PutTags put -> {
                sink.putByte(PUT_TAGS);
                sink.putText(put.user());
                sink.putVarint(put.tags().list().size());
                put.tags().list().forEach(sink::putText);
            }
            case DirectoryChange.PutHash put -> {
                sink.putByte(PUT_HASH);
                sink.putText(put.user());
                sink.putByte(put.hash().algorithm().code());
                sink.putBytes(put.hash().saltAndHash());
            }
            case DirectoryChange.RemoveHash remove -> {
                sink.putByte(REMOVE_HASH);
                sink.putText(remove.user());
            }
            case DirectoryChange.InVhosts within -> {
                sink.putByte(IN_VHOSTS);
                VhostRightsCodec.write(sink, within);
            }
        }
        return sink.copy();
    }

    static DirectoryChange read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a record of users of version " + version);
        }
        int kind = source.getByte();
        return switch (kind) {
            case PUT_USER -> new DirectoryChange.PutUser(readUser(source));
            case REMOVE_USER -> new DirectoryChange.RemoveUser(source.getText());
            case PUT_KEY -> new DirectoryChange.PutKey(readKey(source));
            case REMOVE_KEY -> new DirectoryChange.RemoveKey(source.getText());
            case PUT_TOKEN -> new DirectoryChange.PutToken(readToken(source));
            case REMOVE_TOKEN -> new DirectoryChange.RemoveToken(source.getText());
            case PUT_TAGS -> new DirectoryChange.PutTags(source.getText(), readTags(source));
            case PUT_HASH -> new DirectoryChange.PutHash(source.getText(), readHash(source));
            case IN_VHOSTS -> VhostRightsCodec.read(source);
            case REMOVE_HASH -> new DirectoryChange.RemoveHash(source.getText());
            default -> throw new IllegalStateException("a record of users of kind " + kind);
        };
    }

    private static void writeUser(ByteSink sink, User user) {
        sink.putText(user.name());
        int roles = 0;
        for (Role role : user.roles()) {
            roles |= role.bit();
        }
        sink.putVarint(roles);
        sink.putVarint(user.grants().size());
        for (Grant grant : user.grants()) {
            sink.putText(grant.queues());
            sink.putVarint(grant.rights().bits());
        }
        sink.putByte(user.password().isPresent() ? 1 : 0);
        user.password().ifPresent(password -> writePassword(sink, password));
        sink.putVarint(user.generation());
        sink.putByte(user.active() ? 1 : 0);
        sink.putVarint(user.createdAt());
    }

    private static User readUser(ByteSource source) {
        String name = source.getText();
        int bits = source.getInt();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if ((bits & role.bit()) != 0) {
                roles.add(role);
            }
        }
        List<Grant> grants = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            grants.add(new Grant(source.getText(), new Rights(source.getInt())));
        }
        Optional<Password> password =
                source.getByte() == 1 ? Optional.of(readPassword(source)) : Optional.empty();
        int generation = source.getInt();
        User.State state = source.getByte() == 1 ? User.State.ACTIVE : User.State.SWITCHED_OFF;
        return new User(name, roles, grants, password, generation, state, source.getVarint());
    }

    private static void writePassword(ByteSink sink, Password password) {
        sink.putVarint(password.iterations());
        sink.putBytes(password.salt());
        for (Verifier verifier : List.of(password.sha256(), password.sha512())) {
            sink.putBytes(verifier.storedKey());
            sink.putBytes(verifier.serverKey());
        }
    }

    private static Password readPassword(ByteSource source) {
        int iterations = source.getInt();
        byte[] salt = source.getBytes();
        Verifier sha256 = new Verifier(source.getBytes(), source.getBytes());
        Verifier sha512 = new Verifier(source.getBytes(), source.getBytes());
        return new Password(iterations, salt, sha256, sha512);
    }

    private static void writeKey(ByteSink sink, AccessKey key) {
        sink.putText(key.id());
        sink.putText(key.user());
        sink.putBytes(key.sealedSecret());
        sink.putVarint(key.createdAt());
        sink.putVarint(key.endsAt());
    }

    private static AccessKey readKey(ByteSource source) {
        return new AccessKey(
                source.getText(),
                source.getText(),
                source.getBytes(),
                source.getVarint(),
                source.getVarint());
    }

    private static void writeToken(ByteSink sink, ApiToken token) {
        sink.putText(token.id());
        sink.putText(token.user());
        sink.putText(token.hash());
        sink.putVarint(token.scope().rights().bits());
        sink.putText(token.scope().queues());
        sink.putText(token.note());
        sink.putVarint(token.createdAt());
        sink.putVarint(token.endsAt());
    }

    private static ApiToken readToken(ByteSource source) {
        return new ApiToken(
                source.getText(),
                source.getText(),
                source.getText(),
                new Scope(new Rights(source.getInt()), source.getText()),
                source.getText(),
                source.getVarint(),
                source.getVarint());
    }

    private static UserTags readTags(ByteSource source) {
        List<String> tags = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            tags.add(source.getText());
        }
        return new UserTags(tags);
    }

    private static PasswordHash readHash(ByteSource source) {
        return new PasswordHash(PasswordHash.Algorithm.of(source.getByte()), source.getBytes());
    }
}
