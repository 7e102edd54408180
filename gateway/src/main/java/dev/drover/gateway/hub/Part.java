package dev.drover.gateway.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A file that has come in part. Its name holds the checksum of the whole, so that what is gone on with is always of the
 * same content.
 */
final class Part implements AutoCloseable {

    private final Path path;
    private final HubFile file;
    private final FileChannel channel;
    private MessageDigest digest;
    private long length;

    private Part(Path path, HubFile file, FileChannel channel) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.digest = file.checksum().digest(file.size());
    }

    /** Where a file that is to lie at a target is gathered. */
    static Path path(Path target, HubFile file) {
        return target
                .resolveSibling("." + target.getFileName() + "." + file.checksum().hex().substring(0, 12) + ".part");
    }

    /** How much of a file has come, in bytes. */
    static long length(Path target, HubFile file) throws IOException {
        Path part = path(target, file);
        return Files.exists(part) ? Math.min(Files.size(part), file.size()) : 0;
    }

    /** Opens it, and reads what has come already. */
    static Part open(Path target, HubFile file) throws IOException {
        Path path = path(target, file);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            Part part = new Part(path, file, channel);
            part.takeIn();
            opened = true;
            return part;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private void takeIn() throws IOException {
        if (channel.size() > file.size()) {
            channel.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        while (channel.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        length = channel.position();
    }

    /** How much has come, in bytes. */
    long length() {
        return length;
    }

    /** Adds what comes next. */
    void add(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        digest.update(bytes, 0, count);
        length += count;
    }

    /** Begins anew. */
    void clear() throws IOException {
        channel.truncate(0);
        channel.position(0);
        digest = file.checksum().digest(file.size());
        length = 0;
    }

    /**
     * Puts the whole file where it belongs, if it is what the hub promised; else throws all away.
     *
     * @throws HubFailure when the checksum is another
     */
    void finish(Path target) throws IOException {
        if (!file.checksum().matches(digest)) {
            clear();
            throw new HubFailure(file.path() + ": what came does not add up to the hub's checksum "
                    + file.checksum().hex()
                    + " (expected: the same content); it was thrown away, try again, and mistrust what lies between "
                    + "you and the hub");
        }
        channel.force(true);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
