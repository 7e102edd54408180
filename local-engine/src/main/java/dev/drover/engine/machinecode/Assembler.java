package dev.drover.engine.machinecode;

import java.io.ByteArrayOutputStream;

/**
 * Writes x86-64 instructions: the forms that the kernels use, each a method named after its mnemonic, the
 * destination first. Vector registers are numbers, 0 to 31; the EVEX ones are 512 bits wide where the name does not say
 * otherwise. Memory is a base register and a displacement; bases RSP, RBP, R12 and R13, which want other encodings, are
 * refused. Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, sections 2.2 and 2.7.
 */
public class Assembler {

    private static final int MAP_0F = 1;
    static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;
    static final int NO_PREFIX = 0;
    private static final int PREFIX_66 = 1;
    static final int PREFIX_F3 = 2;
    static final int PREFIX_F2 = 3;
    private static final int BITS_128 = 0;
    private static final int BITS_512 = 2;
    private static final int DWORD = 4;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** What was written so far. */
    public byte[] bytes() {
        return code.toByteArray();
    }

    /** The place of the next instruction, for {@link #jumpIfNotZero}. */
    public int here() {
        return code.size();
    }

    // general registers

    /** {@code to = from}. */
    public void mov(Register to, Register from) {
        wide(from, to);
        put(0x89, modRm(3, from.number(), to.number()));
    }

    /** {@code to = value}, 32 bits, the upper half zero. */
    public void mov(Register to, int value) {
        if (to.number() > 7) {
            put(0x41);
        }
        put(0xb8 | (to.number() & 7));
        dword(value);
    }

    /** {@code to = value}, 64 bits. */
    public void mov(Register to, long value) {
        wide(Register.RAX, to);
        put(0xb8 | (to.number() & 7));
        dword((int) value);
        dword((int) (value >> 32));
    }

    /** Keeps a register below R8 on the stack. */
    public void push(Register from) {
        requireLow(from);
        put(0x50 | from.number());
    }

    /** Takes a register below R8 from the stack. */
    public void pop(Register to) {
        requireLow(to);
        put(0x58 | to.number());
    }

    /** {@code to += from}. */
    public void add(Register to, Register from) {
        wide(from, to);
        put(0x01, modRm(3, from.number(), to.number()));
    }

    /** {@code to += value}. */
    public void add(Register to, int value) {
        wide(Register.RAX, to);
        put(0x81, modRm(3, 0, to.number()));
        dword(value);
    }

    /** {@code to <<= bits}. */
    public void shiftLeft(Register to, int bits) {
        wide(Register.RAX, to);
        put(0xc1, modRm(3, 4, to.number()), bits);
    }

    /** {@code to -= 1}, setting the zero flag. */
    public void decrement(Register to) {
        wide(Register.RAX, to);
        put(0xff, modRm(3, 1, to.number()));
    }

    /** {@code to *= from}, 32 bits, signed; both below R8. */
    public void multiply(Register to, Register from) {
        requireLow(to);
        requireLow(from);
        put(0x0f, 0xaf, modRm(3, to.number(), from.number()));
    }

    /** Stores the lower 32 bits of a register below R8. */
    public void store(Register base, int displacement, Register from) {
        requireBase(base);
        requireLow(from);
        if (base.number() > 7) {
            put(0x41);
        }
        put(0x89, modRm(2, from.number(), base.number()));
        dword(displacement);
    }

    /** Asks for a cache line ahead of its use; never fails, whatever the address. */
    public void prefetch(Register base, int displacement) {
        requireBase(base);
        if (base.number() > 7) {
            put(0x41);
        }
        put(0x0f, 0x18, modRm(2, 1, base.number()));
        dword(displacement);
    }

    /** Asks for a cache line that will be written to; never fails, whatever the address. */
    public void prefetchw(Register base, int displacement) {
        requireBase(base);
        if (base.number() > 7) {
            put(0x41);
        }
        put(0x0f, 0x0d, modRm(2, 1, base.number()));
        dword(displacement);
    }

    /** Goes back to a place of {@link #here} unless the last result was zero. */
    public void jumpIfNotZero(int place) {
        put(0x0f, 0x85);
        dword(place - (here() + DWORD));
    }

    /** Returns to the caller; the upper halves of vector registers are cleared first, as the caller may use SSE. */
    public void leave() {
        put(0xc5, 0xf8, 0x77, 0xc3);
    }

    // loading and storing vectors

    /** Loads 16 floats. */
    public void vmovups(int to, Register base, int displacement) {
        memory(MAP_0F, NO_PREFIX, BITS_512, 0x10, to, 0, base, displacement, 64, false);
    }

    /** Stores 16 floats. */
    public void vmovupsStore(Register base, int displacement, int from) {
        memory(MAP_0F, NO_PREFIX, BITS_512, 0x11, from, 0, base, displacement, 64, false);
    }

    /** Loads 16 whole numbers. */
    public void vmovdqu32(int to, Register base, int displacement) {
        memory(MAP_0F, PREFIX_F3, BITS_512, 0x6f, to, 0, base, displacement, 64, false);
    }

    /** Loads a whole number into all lanes. */
    public void vpbroadcastd(int to, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x58, to, 0, base, displacement, DWORD, false);
    }

    /** Copies the lower 32 bits of a general register into all lanes. */
    public void vpbroadcastd(int to, Register from) {
        registers(MAP_0F38, PREFIX_66, BITS_512, 0x7c, to, 0, from.number());
    }

    /** Copies a general register into all lanes of 64 bits. */
    public void vpbroadcastq(int to, Register from) {
        wideRegisters(MAP_0F38, 0x7c, to, 0, from.number());
    }

    /** Loads 16 signed bytes as whole numbers. */
    public void vpmovsxbd(int to, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x21, to, 0, base, displacement, 16, false);
    }

    /** Loads 16 unsigned numbers of 16 bits as whole numbers. */
    public void vpmovzxwd(int to, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x33, to, 0, base, displacement, 32, false);
    }

    /** Copies the first lane into all lanes. */
    public void vbroadcastss(int to, int from) {
        registers(MAP_0F38, PREFIX_66, BITS_512, 0x18, to, 0, from);
    }

    /** Loads a float into all lanes. */
    public void vbroadcastss(int to, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x18, to, 0, base, displacement, DWORD, false);
    }

    /** Loads the float at {@code base + index * factor} into all lanes; the factor is 1, 2, 4 or 8. */
    public void vbroadcastss(int to, Register base, Register index, int factor) {
        requireBase(base);
        if (index == Register.RSP || Integer.bitCount(factor) != 1 || factor > 8) {
            throw new IllegalArgumentException(
                    "index: " + index + " * " + factor + " (expected: not RSP, a factor of 1, 2, 4 or 8)");
        }
        evex(MAP_0F38, PREFIX_66, false, BITS_512, to, 0, base.number() >> 3, index.number() >> 3, false);
        int scale = Integer.numberOfTrailingZeros(factor);
        put(0x18, modRm(0, to, Register.RSP.number()), modRm(scale, index.number(), base.number()));
    }

    /** The first lane to the lower 32 bits of a general register. */
    public void vmovd(Register to, int from) {
        registers(MAP_0F, PREFIX_66, BITS_128, 0x7e, from, 0, to.number());
    }

    /** Stores the first lane. */
    public void vmovssStore(Register base, int displacement, int from) {
        memory(MAP_0F, PREFIX_F3, BITS_128, 0x11, from, 0, base, displacement, DWORD, false);
    }

    /** Stores 16 whole numbers as signed bytes, saturated. */
    public void vpmovsdbStore(Register base, int displacement, int from) {
        memory(MAP_0F38, PREFIX_F3, BITS_512, 0x21, from, 0, base, displacement, 16, false);
    }

    // arithmetic

    /** {@code to = a & b}, bit by bit. */
    public void vpandd(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0xdb, to, a, b);
    }

    /** {@code to = a | b}, bit by bit. */
    public void vpord(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0xeb, to, a, b);
    }

    /** {@code to = a ^ b}, bit by bit. */
    public void vpxord(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0xef, to, a, b);
    }

    /** {@code to = from >>> bits}, 32 bits a lane. */
    public void vpsrld(int to, int from, int bits) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x72, 2, to, from);
        put(bits);
    }

    /** {@code to = from << bits}, 32 bits a lane. */
    public void vpslld(int to, int from, int bits) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x72, 6, to, from);
        put(bits);
    }

    /** {@code to = a + b}, 32 bits a lane. */
    public void vpaddd(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0xfe, to, a, b);
    }

    /**
     * {@code to += u . s}: in each lane of 32 bits the products of four unsigned bytes of {@code u} with the four signed
     * bytes at the address, which are the same for all lanes.
     */
    public void vpdpbusd(int to, int unsigned, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x50, to, unsigned, base, displacement, DWORD, true);
    }

    /** The same with a register of signed bytes. */
    public void vpdpbusd(int to, int unsigned, int signed) {
        registers(MAP_0F38, PREFIX_66, BITS_512, 0x50, to, unsigned, signed);
    }

    /** Whole numbers to floats. */
    public void vcvtdq2ps(int to, int from) {
        registers(MAP_0F, NO_PREFIX, BITS_512, 0x5b, to, 0, from);
    }

    /** Floats to the nearest whole numbers, ties to even. */
    public void vcvtps2dq(int to, int from) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x5b, to, 0, from);
    }

    /** Loads 16 numbers of half precision as floats. */
    public void vcvtph2ps(int to, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0x13, to, 0, base, displacement, 32, false);
    }

    /** 32 floats to {@code bfloat16}, ties to even: those of {@code lower}, then those of {@code upper}. */
    public void vcvtne2ps2bf16(int to, int upper, int lower) {
        registers(MAP_0F38, PREFIX_F2, BITS_512, 0x72, to, upper, lower);
    }

    /** {@code to = a * b}. */
    public void vmulps(int to, int a, int b) {
        registers(MAP_0F, NO_PREFIX, BITS_512, 0x59, to, a, b);
    }

    /** {@code to = a * the float at the address}. */
    public void vmulps(int to, int a, Register base, int displacement) {
        memory(MAP_0F, NO_PREFIX, BITS_512, 0x59, to, a, base, displacement, DWORD, true);
    }

    /** {@code to = a + b}. */
    public void vaddps(int to, int a, int b) {
        registers(MAP_0F, NO_PREFIX, BITS_512, 0x58, to, a, b);
    }

    /** {@code to = a / b}. */
    public void vdivps(int to, int a, int b) {
        registers(MAP_0F, NO_PREFIX, BITS_512, 0x5e, to, a, b);
    }

    /** {@code to = max(a, b)}; b where either is no number. */
    public void vmaxps(int to, int a, int b) {
        registers(MAP_0F, NO_PREFIX, BITS_512, 0x5f, to, a, b);
    }

    /** {@code to += a * b}, rounded once. */
    public void vfmadd231ps(int to, int a, int b) {
        registers(MAP_0F38, PREFIX_66, BITS_512, 0xb8, to, a, b);
    }

    /** {@code to += a * the float at the address}, rounded once. */
    public void vfmadd231ps(int to, int a, Register base, int displacement) {
        memory(MAP_0F38, PREFIX_66, BITS_512, 0xb8, to, a, base, displacement, DWORD, true);
    }

    // moving lanes

    /** Looks every byte up: in each 128 bits, {@code to = table[index]} for indexes 0 to 15. */
    public void vpshufb(int to, int table, int index) {
        registers(MAP_0F38, PREFIX_66, BITS_512, 0x00, to, table, index);
    }

    /** Orders 32 numbers of 16 bits: {@code to = from[order]}. */
    public void vpermw(int to, int order, int from) {
        wideRegisters(MAP_0F38, 0x8d, to, order, from);
    }

    /** {@code to} = the lower 64 of each 128 bits of {@code a}, then those of {@code b}. */
    public void vpunpcklqdq(int to, int a, int b) {
        wideRegisters(MAP_0F, 0x6c, to, a, b);
    }

    /** {@code to} = the upper 64 of each 128 bits of {@code a}, then those of {@code b}. */
    public void vpunpckhqdq(int to, int a, int b) {
        wideRegisters(MAP_0F, 0x6d, to, a, b);
    }

    /** {@code to} = the lower two numbers of each 128 bits of {@code a}, each followed by that of {@code b}. */
    public void vpunpckldq(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x62, to, a, b);
    }

    /** {@code to} = the upper two numbers of each 128 bits of {@code a}, each followed by that of {@code b}. */
    public void vpunpckhdq(int to, int a, int b) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x6a, to, a, b);
    }

    /** {@code to} = two parts of 128 bits of {@code a}, then two of {@code b}: two bits of {@code order} name each. */
    public void vshufi32x4(int to, int a, int b, int order) {
        registers(MAP_0F3A, PREFIX_66, BITS_512, 0x43, to, a, b);
        put(order);
    }

    /** {@code to} = the upper 256 bits, or with part 0 the lower ones. */
    public void vextracti64x4(int to, int from, int part) {
        evex(MAP_0F3A, PREFIX_66, true, BITS_512, from, 0, bit(to, 3), bit(to, 4), false);
        put(0x3b, modRm(3, from, to), part);
    }

    /** {@code to} = the part of 128 bits that is asked for, 0 to 3. */
    public void vextracti32x4(int to, int from, int part) {
        registers(MAP_0F3A, PREFIX_66, BITS_512, 0x39, from, 0, to);
        put(part);
    }

    /** Orders the four numbers of each 128 bits: two bits of {@code order} say which goes where. */
    public void vpshufd(int to, int from, int order) {
        registers(MAP_0F, PREFIX_66, BITS_512, 0x70, to, 0, from);
        put(order);
    }

    // encodings

    /** An EVEX instruction on registers: {@code first} is ModRM's reg, {@code second} is vvvv, {@code third} ModRM's rm. */
    private void registers(int map, int prefix, int bits, int opcode, int first, int second, int third) {
        evex(map, prefix, false, bits, first, second, bit(third, 3), bit(third, 4), false);
        put(opcode, modRm(3, first, third));
    }

    /** The same with lanes of 64 bits, in 512 bits. */
    private void wideRegisters(int map, int opcode, int first, int second, int third) {
        evex(map, PREFIX_66, true, BITS_512, first, second, bit(third, 3), bit(third, 4), false);
        put(opcode, modRm(3, first, third));
    }

    /**
     * An EVEX instruction with memory.
     *
     * @param unit what a displacement of one byte counts in: the bytes that the instruction reads or writes
     * @param broadcast whether one number is read for all lanes
     */
    private void memory(int map, int prefix, int bits, int opcode, int first, int second, Register base,
            int displacement, int unit, boolean broadcast) {
        requireBase(base);
        evex(map, prefix, false, bits, first, second, base.number() >> 3, 0, broadcast);
        put(opcode);
        int units = displacement / unit;
        if (displacement == 0) {
            put(modRm(0, first, base.number()));
        } else if (displacement % unit == 0 && units == (byte) units) {
            put(modRm(1, first, base.number()), units);
        } else {
            put(modRm(2, first, base.number()));
            dword(displacement);
        }
    }

    /** The four bytes of the prefix; register numbers' fourth and fifth bits are written inverted. */
    private void evex(int map, int prefix, boolean quads, int bits, int first, int second, int rmBit3, int rmBit4,
            boolean broadcast) {
        put(0x62);
        put((inverse(first, 3) << 7) | (inverse(rmBit4, 0) << 6) | (inverse(rmBit3, 0) << 5) | (inverse(first, 4) << 4)
                | map);
        put((quads ? 0x80 : 0) | ((~second & 15) << 3) | 4 | prefix);
        put((bits << 5) | (broadcast ? 0x10 : 0) | (inverse(second, 4) << 3));
    }

    private static int bit(int value, int place) {
        return (value >> place) & 1;
    }

    static int inverse(int value, int place) {
        return bit(~value, place);
    }

    private void wide(Register first, Register second) {
        put(0x48 | ((first.number() >> 3) << 2) | (second.number() >> 3));
    }

    static int modRm(int mode, int first, int second) {
        return (mode << 6) | ((first & 7) << 3) | (second & 7);
    }

    final void put(int... values) {
        for (int value : values) {
            code.write(value);
        }
    }

    final void dword(int value) {
        put(value, value >> 8, value >> 16, value >> 24);
    }

    static void requireBase(Register base) {
        int low = base.number() & 7;
        if (low == Register.RSP.number() || low == Register.RBP.number()) {
            throw new IllegalArgumentException("base: " + base + " (expected: none of RSP, RBP, R12, R13)");
        }
    }

    private static void requireLow(Register register) {
        if (register.number() > 7) {
            throw new IllegalArgumentException("register: " + register + " (expected: below R8)");
        }
    }
}
