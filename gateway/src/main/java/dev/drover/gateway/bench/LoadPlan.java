package dev.drover.gateway.bench;

/**
 * What the generator shall do.
 *
 * @param port where, on loopback
 * @param model the model to ask for
 * @param connections how many are kept open
 * @param seconds how long is measured
 * @param warmUpSeconds how long the same is done before
 * @param rate requests a second, whether or not the ones before are answered; 0 for one after the other on each connection
 * @param frames how many frames a stream shall have; 0 for whole answers
 * @param millis how far apart they shall come
 */
public record LoadPlan(int port, String model, int connections, double seconds, double warmUpSeconds, double rate,
        int frames, int millis) {}
