package dev.drover.engine.format;

/**
 * What a format is called and how large its blocks are.
 *
 * @param name in lower case
 * @param id GGUF's number of the format
 * @param fileType GGUF's number of a file stored mostly in it
 * @param blockSize how many numbers a block holds
 * @param blockBytes how many bytes it takes
 */
record Label(String name, int id, int fileType, int blockSize, int blockBytes) {}
