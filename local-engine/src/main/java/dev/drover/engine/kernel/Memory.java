package dev.drover.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * All of the process's memory outside the heap. Kernels read weights through it, by address, and never through the
 * segment that holds them: segments come in several classes (allocated, mapped, read-only), and a kernel that has met
 * two of them is compiled with calls in its loop, which costs a factor of three to ten. What checks the bounds is
 * {@link Matrix}; what keeps the memory there is whoever opened the file.
 */
@SuppressWarnings("restricted")
final class Memory {

    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Memory() {}
}
