package dev.drover.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Room for one thread's intermediate values, which grows to what is asked for. Not thread-safe. */
public final class Scratch {

    private float[] floats = new float[0];
    private MemorySegment bytes = MemorySegment.NULL;

    /** Room for so many floats; what was in it is lost when it grows. */
    float[] floats(int count) {
        if (floats.length < count) {
            floats = new float[count];
        }
        return floats;
    }

    /** Room outside the heap for so many bytes, on a cache line; what was in it is lost when it grows. */
    MemorySegment bytes(long count) {
        if (bytes.byteSize() < count) {
            bytes = Arena.ofAuto().allocate(count, 64);
        }
        return bytes;
    }
}
