package dev.drover.engine.machinecode;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

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
    private static final int ALIGNMENT = 64;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final MethodHandle PROTECT = SystemCalls.of("mprotect",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private ExecutableCode() {}

    /**
     * Copies several pieces of code there, each beginning where a processor likes to.
     *
     * @return where they begin
     * @throws UnsupportedOperationException when the operating system refuses such memory
     */
    public static MemorySegment[] of(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] places = new int[pieces.size()];
        for (int piece = 0; piece < places.length; piece++) {
            places[piece] = all.size();
            all.writeBytes(pieces.get(piece));
            all.writeBytes(new byte[-all.size() & (ALIGNMENT - 1)]);
        }
        MemorySegment memory = of(all.toByteArray());
        return Arrays.stream(places).mapToObj(memory::asSlice).toArray(MemorySegment[]::new);
    }

    /**
     * Copies code there.
     *
     * @return where it begins
     * @throws UnsupportedOperationException when the operating system refuses such memory
     */
    public static MemorySegment of(byte[] code) {
        try {
            MemorySegment memory = (MemorySegment) SystemCalls.MAP.invokeExact(MemorySegment.NULL, (long) code.length,
                    READ | WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (memory.address() == -1) {
                throw new UnsupportedOperationException("no memory for machine code");
            }
            MemorySegment.copy(MemorySegment.ofArray(code), 0, memory.reinterpret(code.length), 0, code.length);
            if ((int) PROTECT.invokeExact(memory, (long) code.length, READ | EXECUTE) != 0) {
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
