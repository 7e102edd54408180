package dev.drover.engine.machinecode;

/** A general register of 64 bits. In System V the first six arguments of a call come in RDI, RSI, RDX, RCX, R8, R9. */
public enum Register {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15;

    /** Its number in encodings, 0 to 15. */
    int number() {
        return ordinal();
    }
}
