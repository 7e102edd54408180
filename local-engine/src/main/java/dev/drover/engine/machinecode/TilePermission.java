package dev.drover.engine.machinecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Linux lets a process use the tile unit only once it has asked: its registers are large, and are kept only for threads
 * that use them. Source: the kernel's documentation, Documentation/arch/x86/xstate.rst.
 */
@SuppressWarnings("restricted")
public final class TilePermission {

    private static final long ARCH_PRCTL = 158;
    private static final long REQUEST = 0x1023;
    private static final long TILE_DATA = 18;

    private TilePermission() {}

    /**
     * Asks for all threads of the process; asking again changes nothing.
     *
     * @throws UnsupportedOperationException when the operating system refuses
     */
    public static void ask() {
        MethodHandle call = SystemCalls.of("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        long refused;
        try {
            refused = (long) call.invokeExact(ARCH_PRCTL, REQUEST, TILE_DATA);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if (refused != 0) {
            throw new UnsupportedOperationException("the operating system does not let it use the tile unit");
        }
    }
}
