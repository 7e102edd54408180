package dev.drover.engine.machinecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Machine code where the processor may run it. The memory is written first and then made executable; it is never both
 * writable and executable, as hardened systems demand. It stays for the life of the process.
 */
@SuppressWarnings("restricted")
public final class ExecutableCode {

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    private ExecutableCode() {}

    /**
     * Copies code there.
     *
     * @return where it begins
     * @throws UnsupportedOperationException when the operating system refuses such memory
     */
    public static MemorySegment of(byte[] code) {
        Linker linker = Linker.nativeLinker();
        MethodHandle map = linker.downcallHandle(linker.defaultLookup().findOrThrow("mmap"),
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        MethodHandle protect = linker.downcallHandle(linker.defaultLookup().findOrThrow("mprotect"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        try {
            MemorySegment memory = (MemorySegment) map.invokeExact(MemorySegment.NULL, (long) code.length, READ | WRITE,
                    PRIVATE_ANONYMOUS, -1, 0L);
            if (memory.address() == -1) {
                throw new UnsupportedOperationException("no memory for machine code");
            }
            MemorySegment.copy(MemorySegment.ofArray(code), 0, memory.reinterpret(code.length), 0, code.length);
            if ((int) protect.invokeExact(memory, (long) code.length, READ | EXECUTE) != 0) {
                throw new UnsupportedOperationException("the operating system lets no memory become executable");
            }
            return memory.reinterpret(code.length);
        } catch (UnsupportedOperationException refused) {
            throw refused;
        } catch (Throwable failed) {
            throw new UnsupportedOperationException("memory for machine code: " + failed, failed);
        }
    }
}
