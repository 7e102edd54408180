package dev.drover.herd.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file from which a run goes on: what it trains (a line of text that must match), its state, and the processor time used so
 * far. Written beside its place and renamed, so that a file is never half of one.
 *
 * @param identity plan without its budget and data of the run, in one line
 * @param course the budget, and before it earlier ones, with the step at which each (or its documents) was left
 * @param state weights and optimizer state
 * @param cpuSeconds the processor time of the run so far
 */
record Checkpoint(String identity, String course, TrainingState state, double cpuSeconds) {

    private static final long MAGIC = 0x44524F5645523031L;

    void write(Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16))) {
            out.writeLong(MAGIC);
            out.writeUTF(identity);
            out.writeUTF(course);
            out.writeDouble(cpuSeconds);
            out.writeInt(state.step());
            out.writeLong(state.tokens());
            out.writeInt(state.weights().length);
            out.write(bytes(state.weights()));
            out.write(bytes(state.first()));
            out.write(bytes(state.second()));
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static Checkpoint read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + ": not a checkpoint of the trainer (expected: a file that it wrote)");
            }
            String identity = in.readUTF();
            String course = in.readUTF();
            double cpuSeconds = in.readDouble();
            int step = in.readInt();
            long tokens = in.readLong();
            int size = in.readInt();
            byte[] rest = in.readAllBytes();
            if (rest.length != 3L * Float.BYTES * size) {
                throw new IOException(file + ": " + rest.length + " bytes of weights and optimizer state (expected: "
                        + 3L * Float.BYTES * size
                        + "; go on from before-decay, or move the folder away to start again)");
            }
            FloatBuffer floats = ByteBuffer.wrap(rest).asFloatBuffer();
            TrainingState state = new TrainingState(next(floats, size), next(floats, size), next(floats, size), step,
                    tokens);
            return new Checkpoint(identity, course, state, cpuSeconds);
        } catch (EOFException | UTFDataFormatException damaged) {
            throw new IOException(file + ": damaged in its first lines (expected: a whole checkpoint; go on from "
                    + "before-decay, or move the folder away to start again)", damaged);
        }
    }

    /** The SHA-256 of values as big-endian 32-bit floats, in hexadecimal. */
    static String hash(float[] values) {
        return sha256(bytes(values));
    }

    /** The SHA-256 of bytes, in hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] next(FloatBuffer from, int size) {
        float[] values = new float[size];
        from.get(values);
        return values;
    }
}
