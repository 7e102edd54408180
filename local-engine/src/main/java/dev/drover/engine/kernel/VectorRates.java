package dev.drover.engine.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/** How quickly this processor could compute and read at best, measured with the same vectors as the kernels use. */
final class VectorRates {

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private VectorRates() {}

    static long multiplyAdds(int turns) {
        FloatVector half = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
        FloatVector a = half;
        FloatVector b = half;
        FloatVector c = half;
        FloatVector d = half;
        FloatVector e = half;
        FloatVector f = half;
        FloatVector g = half;
        FloatVector h = half;
        for (int i = 0; i < turns; i++) {
            a = a.fma(half, half);
            b = b.fma(half, half);
            c = c.fma(half, half);
            d = d.fma(half, half);
            e = e.fma(half, half);
            f = f.fma(half, half);
            g = g.fma(half, half);
            h = h.fma(half, half);
        }
        float some = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
        return some > 0 ? 8L * Lanes.COUNT * turns : 0;
    }

    static long read(MemorySegment data) {
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        int step = LONGS.vectorByteSize();
        int turns = (int) (data.byteSize() / (4L * step));
        for (int i = 0; i < turns; i++) {
            long at = data.address() + i * 4L * step;
            a = a.add(LongVector.fromMemorySegment(LONGS, Memory.ALL, at, LITTLE_ENDIAN));
            b = b.add(LongVector.fromMemorySegment(LONGS, Memory.ALL, at + step, LITTLE_ENDIAN));
            c = c.add(LongVector.fromMemorySegment(LONGS, Memory.ALL, at + 2L * step, LITTLE_ENDIAN));
            d = d.add(LongVector.fromMemorySegment(LONGS, Memory.ALL, at + 3L * step, LITTLE_ENDIAN));
        }
        return a.add(b).add(c).add(d).lane(0);
    }
}
