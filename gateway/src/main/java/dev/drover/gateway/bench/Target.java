package dev.drover.gateway.bench;

/**
 * Where the load goes.
 *
 * @param name direct, nginx, drover or drover-reactive
 * @param port for whole answers
 * @param streamPort for streams
 * @param process whose processor time and memory are told
 */
record Target(String name, int port, int streamPort, ProcessHandle process) {}
