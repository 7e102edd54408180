package dev.drover.engine.machinecode;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Memory for weights that are read from end to end again and again, in pages of 2 MiB where Linux grants them: a matrix in
 * pages of 4 KiB has more of them than the processor can keep in mind, and looks up hundreds of addresses for each token. Small
 * requests share a slab. Memory goes back to the system when nothing of its slab can be reached any longer.
 */
@SuppressWarnings("restricted")
public final class LargePages {

    private static final System.Logger LOG = System.getLogger(LargePages.class.getName());
    private static final long PAGE = 2L << 20;
    private static final long SLAB = 16 * PAGE;
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int ADVISE_LARGE = 14;
    private static final MethodHandle UNMAP = SystemCalls.of("munmap",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle ADVISE = SystemCalls.of("madvise",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    /** What is left of the slab that small requests share. */
    private static MemorySegment rest = MemorySegment.NULL;

    private LargePages() {}

    /**
     * Zeroed memory.
     *
     * @param bytes how much, at least 1
     * @param alignment a power of 2, at most 4096
     * @throws OutOfMemoryError when the system has none
     */
    public static synchronized MemorySegment allocate(long bytes, long alignment) {
        if (bytes < 1 || Long.bitCount(alignment) != 1 || alignment > 4096) {
            throw new IllegalArgumentException("memory: " + bytes + " bytes on " + alignment
                    + " (expected: at least 1 byte, on a power of 2 up to 4096)");
        }
        long skipped = -rest.address() & (alignment - 1);
        if (rest.byteSize() < skipped + bytes) {
            if (bytes > SLAB / 2) {
                return map(bytes).asSlice(0, bytes);
            }
            rest = map(SLAB);
            skipped = 0;
        }
        MemorySegment found = rest.asSlice(skipped, bytes);
        rest = rest.asSlice(skipped + bytes);
        return found;
    }

    /** Whole large pages. */
    private static MemorySegment map(long bytes) {
        long size = (bytes + PAGE - 1) / PAGE * PAGE;
        long mapped = size + PAGE;
        try {
            MemorySegment memory = (MemorySegment) SystemCalls.MAP.invokeExact(MemorySegment.NULL, mapped, READ_WRITE,
                    PRIVATE_ANONYMOUS, -1, 0L);
            if (memory.address() == -1) {
                throw new OutOfMemoryError("weights: the system has no " + mapped + " bytes left for them");
            }
            long skipped = -memory.address() & (PAGE - 1);
            MemorySegment whole = MemorySegment.ofAddress(memory.address() + skipped);
            if ((int) ADVISE.invokeExact(whole, size, ADVISE_LARGE) != 0) {
                LOG.log(System.Logger.Level.DEBUG, "weights: the system has no large pages; small ones are slower");
            }
            return memory.reinterpret(mapped, Arena.ofAuto(), all -> unmap(all.address(), mapped))
                    .asSlice(skipped, size);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void unmap(long address, long bytes) {
        try {
            if ((int) UNMAP.invokeExact(MemorySegment.ofAddress(address), bytes) != 0) {
                LOG.log(System.Logger.Level.WARNING, "weights: the system did not take {0} bytes back", bytes);
            }
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
