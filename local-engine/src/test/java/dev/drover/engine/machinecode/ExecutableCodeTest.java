package dev.drover.engine.machinecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("restricted")
class ExecutableCodeTest {

    @BeforeEach
    void needsTheProcessorItIsWrittenFor() {
        Assumptions.assumeFalse(Processor.current().features().isEmpty(), "not Linux on x86-64");
    }

    @Test
    void codeRunsWithItsArguments() throws Throwable {
        Assembler code = new Assembler();
        code.mov(Register.RAX, 40);
        code.add(Register.RAX, Register.RDI);
        code.shiftLeft(Register.RAX, 1);
        code.leave();
        MethodHandle run = Linker.nativeLinker()
                .downcallHandle(ExecutableCode.of(code.bytes()),
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        assertThat((long) run.invokeExact(2L)).isEqualTo(84);
    }

    @Test
    void theMemoryIsNotWritableOnceItIsExecutable() throws Exception {
        MemorySegment code = ExecutableCode.of(new byte[] {(byte) 0xc3});
        String mapping = Files.readAllLines(Path.of("/proc/self/maps"))
                .stream()
                .filter(line -> holds(line, code.address()))
                .findFirst()
                .orElseThrow();
        assertThat(mapping.split(" ")[1]).startsWith("r-x");
    }

    private static boolean holds(String line, long address) {
        String[] range = line.split(" ")[0].split("-");
        return Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
    }
}
