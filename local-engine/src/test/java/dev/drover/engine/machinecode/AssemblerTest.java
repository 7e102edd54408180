package dev.drover.engine.machinecode;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.drover.engine.machinecode.Register.R10;
import static dev.drover.engine.machinecode.Register.R11;
import static dev.drover.engine.machinecode.Register.R8;
import static dev.drover.engine.machinecode.Register.R9;
import static dev.drover.engine.machinecode.Register.RAX;
import static dev.drover.engine.machinecode.Register.RBX;
import static dev.drover.engine.machinecode.Register.RCX;
import static dev.drover.engine.machinecode.Register.RDI;
import static dev.drover.engine.machinecode.Register.RDX;
import static dev.drover.engine.machinecode.Register.RSI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every instruction beside the bytes that the GNU assembler makes of it. */
class AssemblerTest {

    static Stream<Arguments> instructions() {
        return Stream.of(arguments("mov    rax,rsi", "48 89 f0", write(code -> code.mov(RAX, RSI))),
                arguments("mov    r10,rcx", "49 89 ca", write(code -> code.mov(R10, RCX))),
                arguments("mov    rdi,r11", "4c 89 df", write(code -> code.mov(RDI, R11))),
                arguments("mov    eax,0xf0f0f0f", "b8 0f 0f 0f 0f", write(code -> code.mov(RAX, 0xf0f0f0f))),
                arguments("mov    r9d,0x7", "41 b9 07 00 00 00", write(code -> code.mov(R9, 7))),
                arguments("add    r11,rdi", "49 01 fb", write(code -> code.add(R11, RDI))),
                arguments("add    rax,r9", "4c 01 c8", write(code -> code.add(RAX, R9))),
                arguments("add    rdx,0x3e8", "48 81 c2 e8 03 00 00", write(code -> code.add(RDX, 1000))),
                arguments("add    r11,0x7d00", "49 81 c3 00 7d 00 00", write(code -> code.add(R11, 32000))),
                arguments("shl    r11,0x9", "49 c1 e3 09", write(code -> code.shiftLeft(R11, 9))),
                arguments("shl    rdi,0x8", "48 c1 e7 08", write(code -> code.shiftLeft(RDI, 8))),
                arguments("dec    r10", "49 ff ca", write(code -> code.decrement(R10))),
                arguments("dec    rdx", "48 ff ca", write(code -> code.decrement(RDX))),
                arguments("imul   eax,ecx", "0f af c1", write(code -> code.multiply(RAX, RCX))),
                arguments("mov    DWORD PTR [rsi+0x3e8],eax", "89 86 e8 03 00 00",
                        write(code -> code.store(RSI, 1000, RAX))),
                arguments("vmovups zmm1,ZMMWORD PTR [rdi]", "62 f1 7c 48 10 0f",
                        write(code -> code.vmovups(1, RDI, 0))),
                arguments("vmovups zmm17,ZMMWORD PTR [rdi+0x40]", "62 e1 7c 48 10 4f 01",
                        write(code -> code.vmovups(17, RDI, 64))),
                arguments("vmovups zmm9,ZMMWORD PTR [r9+0x64]", "62 51 7c 48 10 89 64 00 00 00",
                        write(code -> code.vmovups(9, R9, 100))),
                arguments("vmovups ZMMWORD PTR [rax],zmm11", "62 71 7c 48 11 18",
                        write(code -> code.vmovupsStore(RAX, 0, 11))),
                arguments("vmovups ZMMWORD PTR [r10-0x80],zmm30", "62 41 7c 48 11 72 fe",
                        write(code -> code.vmovupsStore(R10, -128, 30))),
                arguments("vmovdqu32 zmm24,ZMMWORD PTR [rdi+0x1c0]", "62 61 7e 48 6f 47 07",
                        write(code -> code.vmovdqu32(24, RDI, 448))),
                arguments("vmovdqu32 zmm8,ZMMWORD PTR [r11+0x10000]", "62 51 7e 48 6f 83 00 00 01 00",
                        write(code -> code.vmovdqu32(8, R11, 65536))),
                arguments("vpbroadcastd zmm23,DWORD PTR [rax+0x24]", "62 e2 7d 48 58 78 09",
                        write(code -> code.vpbroadcastd(23, RAX, 36))),
                arguments("vbroadcastss zmm28,DWORD PTR [rdi+0x100]", "62 62 7d 48 18 67 40",
                        write(code -> code.vbroadcastss(28, RDI, 256))),
                arguments("vbroadcastss zmm28,DWORD PTR [r9+r8*2]", "62 02 7d 48 18 24 41",
                        write(code -> code.vbroadcastss(28, R9, R8, 2))),
                arguments("vbroadcastss zmm3,DWORD PTR [rdi+rcx*1]", "62 f2 7d 48 18 1c 0f",
                        write(code -> code.vbroadcastss(3, RDI, RCX, 1))),
                arguments("vpbroadcastd zmm31,eax", "62 62 7d 48 7c f8", write(code -> code.vpbroadcastd(31, RAX))),
                arguments("vpbroadcastd zmm3,r9d", "62 d2 7d 48 7c d9", write(code -> code.vpbroadcastd(3, R9))),
                arguments("vbroadcastss zmm2,xmm18", "62 b2 7d 48 18 d2", write(code -> code.vbroadcastss(2, 18))),
                arguments("vmovd  eax,xmm2", "62 f1 7d 08 7e d0", write(code -> code.vmovd(RAX, 2))),
                arguments("vmovss DWORD PTR [rsi+0x20],xmm4", "62 f1 7e 08 11 66 08",
                        write(code -> code.vmovssStore(RSI, 32, 4))),
                arguments("vpmovsdb XMMWORD PTR [rsi],zmm0", "62 f2 7e 48 21 06",
                        write(code -> code.vpmovsdbStore(RSI, 0, 0))),
                arguments("vpmovsdb XMMWORD PTR [rsi+0x10],zmm25", "62 62 7e 48 21 4e 01",
                        write(code -> code.vpmovsdbStore(RSI, 16, 25))));
    }

    static Stream<Arguments> arithmetic() {
        return Stream.of(
                arguments("vpandd zmm25,zmm25,zmm31", "62 01 35 40 db cf", write(code -> code.vpandd(25, 25, 31))),
                arguments("vpxord zmm11,zmm11,zmm11", "62 51 25 48 ef db", write(code -> code.vpxord(11, 11, 11))),
                arguments("vpsrld zmm25,zmm8,0x4", "62 d1 35 40 72 d0 04", write(code -> code.vpsrld(25, 8, 4))),
                arguments("vpaddd zmm2,zmm19,zmm30", "62 91 65 40 fe d6", write(code -> code.vpaddd(2, 19, 30))),
                arguments("vpdpbusd zmm12,zmm24,DWORD BCST [rax+0x1dc]", "62 72 3d 50 50 60 77",
                        write(code -> code.vpdpbusd(12, 24, RAX, 476))),
                arguments("vpdpbusd zmm23,zmm25,DWORD BCST [r11+0x7d0]", "62 c2 35 50 50 bb d0 07 00 00",
                        write(code -> code.vpdpbusd(23, 25, R11, 2000))),
                arguments("vpdpbusd zmm15,zmm16,zmm17", "62 32 7d 40 50 f9", write(code -> code.vpdpbusd(15, 16, 17))),
                arguments("vcvtdq2ps zmm20,zmm12", "62 c1 7c 48 5b e4", write(code -> code.vcvtdq2ps(20, 12))),
                arguments("vcvtps2dq zmm1,zmm29", "62 91 7d 48 5b cd", write(code -> code.vcvtps2dq(1, 29))),
                arguments("vcvtph2ps zmm26,YMMWORD PTR [r11]", "62 42 7d 48 13 13",
                        write(code -> code.vcvtph2ps(26, R11, 0))),
                arguments("vcvtph2ps zmm26,YMMWORD PTR [r11+0x40]", "62 42 7d 48 13 53 02",
                        write(code -> code.vcvtph2ps(26, R11, 64))),
                arguments("vmulps zmm27,zmm26,DWORD BCST [rax+0x20]", "62 61 2c 50 59 58 08",
                        write(code -> code.vmulps(27, 26, RAX, 32))),
                arguments("vmulps zmm4,zmm2,zmm18", "62 b1 6c 48 59 e2", write(code -> code.vmulps(4, 2, 18))),
                arguments("vdivps zmm4,zmm17,zmm2", "62 f1 74 40 5e e2", write(code -> code.vdivps(4, 17, 2))),
                arguments("vmaxps zmm2,zmm13,zmm19", "62 b1 14 48 5f d3", write(code -> code.vmaxps(2, 13, 19))),
                arguments("vfmadd231ps zmm3,zmm15,zmm27", "62 92 05 48 b8 db",
                        write(code -> code.vfmadd231ps(3, 15, 27))),
                arguments("vextracti64x4 ymm3,zmm2,0x1", "62 f3 fd 48 3b d3 01",
                        write(code -> code.vextracti64x4(3, 2, 1))),
                arguments("vextracti64x4 ymm19,zmm22,0x0", "62 a3 fd 48 3b f3 00",
                        write(code -> code.vextracti64x4(19, 22, 0))),
                arguments("vextracti32x4 xmm3,zmm2,0x1", "62 f3 7d 48 39 d3 01",
                        write(code -> code.vextracti32x4(3, 2, 1))),
                arguments("vextracti32x4 xmm28,zmm9,0x3", "62 13 7d 48 39 cc 03",
                        write(code -> code.vextracti32x4(28, 9, 3))),
                arguments("vpshufd zmm3,zmm18,0x4e", "62 b1 7d 48 70 da 4e", write(code -> code.vpshufd(3, 18, 0x4e))),
                arguments("prefetcht0 BYTE PTR [rdi+0x11c0]", "0f 18 8f c0 11 00 00",
                        write(code -> code.prefetch(RDI, 4544))),
                arguments("prefetcht0 BYTE PTR [r11+0x1000]", "41 0f 18 8b 00 10 00 00",
                        write(code -> code.prefetch(R11, 4096))));
    }

    static Stream<Arguments> planesAndTables() {
        return Stream.of(
                arguments("movabs rax,0x1122334455667788", "48 b8 88 77 66 55 44 33 22 11",
                        write(code -> code.mov(RAX, 0x1122334455667788L))),
                arguments("push   rbx", "53", write(code -> code.push(RBX))),
                arguments("pop    rbx", "5b", write(code -> code.pop(RBX))),
                arguments("vpbroadcastq zmm24,rax", "62 62 fd 48 7c c0", write(code -> code.vpbroadcastq(24, RAX))),
                arguments("vpbroadcastq zmm3,r9", "62 d2 fd 48 7c d9", write(code -> code.vpbroadcastq(3, R9))),
                arguments("vpmovsxbd zmm26,XMMWORD PTR [r11+0x30]", "62 42 7d 48 21 53 03",
                        write(code -> code.vpmovsxbd(26, R11, 48))),
                arguments("vpmovsxbd zmm9,XMMWORD PTR [rdi+0x7]", "62 72 7d 48 21 8f 07 00 00 00",
                        write(code -> code.vpmovsxbd(9, RDI, 7))),
                arguments("vpmovzxwd zmm26,YMMWORD PTR [r11+0x40]", "62 42 7d 48 33 53 02",
                        write(code -> code.vpmovzxwd(26, R11, 64))),
                arguments("vpord  zmm24,zmm24,zmm25", "62 01 3d 40 eb c1", write(code -> code.vpord(24, 24, 25))),
                arguments("vpslld zmm25,zmm25,0x4", "62 91 35 40 72 f1 04", write(code -> code.vpslld(25, 25, 4))),
                arguments("vpslld zmm9,zmm30,0x10", "62 91 35 48 72 f6 10", write(code -> code.vpslld(9, 30, 16))),
                arguments("vfmadd231ps zmm11,zmm27,DWORD BCST [rax+0x24]", "62 72 25 50 b8 58 09",
                        write(code -> code.vfmadd231ps(11, 27, RAX, 36))),
                arguments("vpshufb zmm24,zmm28,zmm24", "62 02 1d 40 00 c0", write(code -> code.vpshufb(24, 28, 24))),
                arguments("vpshufb zmm8,zmm17,zmm30", "62 12 75 40 00 c6", write(code -> code.vpshufb(8, 17, 30))),
                arguments("vpunpcklqdq zmm28,zmm24,zmm25", "62 01 bd 40 6c e1",
                        write(code -> code.vpunpcklqdq(28, 24, 25))));
    }

    static Stream<Arguments> tiles() {
        return Stream.of(arguments("ldtilecfg [rax]", "c4 e2 78 49 00", write(code -> code.ldtilecfg(RAX))),
                arguments("ldtilecfg [r10]", "c4 c2 78 49 02", write(code -> code.ldtilecfg(R10))),
                arguments("tilerelease", "c4 e2 78 49 c0", write(TileAssembler::tilerelease)),
                arguments("tilezero tmm3", "c4 e2 7b 49 d8", write(code -> code.tilezero(3))),
                arguments("tileloadd tmm4,[rax+r11*1+0x400]", "c4 a2 7b 4b a4 18 00 04 00 00",
                        write(code -> code.tileloadd(4, RAX, R11, 1024))),
                arguments("tileloadd tmm1,[rdx+rcx*1+0x80]", "c4 e2 7b 4b 8c 0a 80 00 00 00",
                        write(code -> code.tileloadd(1, RDX, RCX, 128))),
                arguments("tileloadd tmm7,[r9+rax*1+0x1000]", "c4 c2 7b 4b bc 01 00 10 00 00",
                        write(code -> code.tileloadd(7, R9, RAX, 4096))),
                arguments("tilestored [rbx+rcx*1+0x800],tmm2", "c4 e2 7a 4b 94 0b 00 08 00 00",
                        write(code -> code.tilestored(RBX, RCX, 2048, 2))),
                arguments("tdpbf16ps tmm1,tmm4,tmm7", "c4 e2 42 5c cc", write(code -> code.tdpbf16ps(1, 4, 7))),
                arguments("tdpbf16ps tmm6,tmm2,tmm0", "c4 e2 7a 5c f2", write(code -> code.tdpbf16ps(6, 2, 0))),
                arguments("prefetchw BYTE PTR [rax+0x80]", "0f 0d 88 80 00 00 00",
                        write(code -> code.prefetchw(RAX, 128))),
                arguments("prefetchw BYTE PTR [r9+0x80]", "41 0f 0d 89 80 00 00 00",
                        write(code -> code.prefetchw(R9, 128))),
                arguments("vpunpckhqdq zmm1,zmm20,zmm3", "62 f1 dd 40 6d cb",
                        write(code -> code.vpunpckhqdq(1, 20, 3))),
                arguments("vpunpckldq zmm17,zmm2,zmm31", "62 81 6d 48 62 cf",
                        write(code -> code.vpunpckldq(17, 2, 31))),
                arguments("vpunpckhdq zmm5,zmm16,zmm7", "62 f1 7d 40 6a ef", write(code -> code.vpunpckhdq(5, 16, 7))),
                arguments("vaddps zmm3,zmm20,zmm27", "62 91 5c 40 58 db", write(code -> code.vaddps(3, 20, 27))),
                arguments("vcvtne2ps2bf16 zmm24,zmm1,zmm18", "62 22 77 48 72 c2",
                        write(code -> code.vcvtne2ps2bf16(24, 1, 18))),
                arguments("vcvtne2ps2bf16 zmm3,zmm25,zmm2", "62 f2 37 40 72 da",
                        write(code -> code.vcvtne2ps2bf16(3, 25, 2))),
                arguments("vpermw zmm24,zmm28,zmm24", "62 02 9d 40 8d c0", write(code -> code.vpermw(24, 28, 24))),
                arguments("vpermw zmm5,zmm6,zmm17", "62 b2 cd 48 8d e9", write(code -> code.vpermw(5, 6, 17))),
                arguments("vshufi32x4 zmm20,zmm16,zmm18,0x88", "62 a3 7d 40 43 e2 88",
                        write(code -> code.vshufi32x4(20, 16, 18, 0x88))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"instructions", "arithmetic", "planesAndTables", "tiles"})
    void theBytesAreThoseOfAnotherAssembler(String text, String expected, Consumer<TileAssembler> instruction) {
        TileAssembler code = new TileAssembler();
        instruction.accept(code);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(code.bytes())).as(text).isEqualTo(expected);
    }

    @Test
    void aJumpGoesBackToItsPlace() {
        Assembler code = new Assembler();
        code.decrement(RDI);
        int place = code.here();
        code.decrement(RDI);
        code.jumpIfNotZero(place);
        code.leave();
        assertThat(HexFormat.of().formatHex(code.bytes())).isEqualTo("48ffcf48ffcf0f85f7ffffffc5f877c3");
    }

    @ParameterizedTest
    @EnumSource(value = Register.class, names = {"RSP", "RBP", "R12", "R13"})
    void basesThatWantAnotherEncodingAreRefused(Register base) {
        Assembler code = new Assembler();
        assertThatThrownBy(() -> code.vmovups(0, base, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base: " + base);
        assertThatThrownBy(() -> code.store(base, 0, RAX)).hasMessageContaining("base: " + base);
    }

    @Test
    void tilesWantAnIndexForTheirRows() {
        assertThatThrownBy(() -> new TileAssembler().tileloadd(1, RAX, Register.RSP, 0))
                .hasMessageContaining("stride: RSP (expected: not RSP)");
    }

    @Test
    void highRegistersAreRefusedWhereTheyWantAnotherEncoding() {
        Assembler code = new Assembler();
        assertThatThrownBy(() -> code.multiply(RAX, R9)).hasMessageContaining("register: R9");
        assertThatThrownBy(() -> code.store(RSI, 0, R10)).hasMessageContaining("register: R10");
        assertThatThrownBy(() -> code.push(R10)).hasMessageContaining("register: R10");
        assertThatThrownBy(() -> code.pop(R11)).hasMessageContaining("register: R11");
    }

    private static Consumer<TileAssembler> write(Consumer<TileAssembler> instruction) {
        return instruction;
    }
}
