package dev.forebay.cli.message;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** How far this process' stdin is read, where it is a file. */
final class StdinFile {
    private final FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();

    /** The share of it that was read, from 0 to 1; 0 for a pipe and a terminal, which have none. */
    double share() throws IOException {
        long size = channel.size();
        return size == 0 ? 0 : (double) channel.position() / size;
    }
}
