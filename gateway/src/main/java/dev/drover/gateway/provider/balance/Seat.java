package dev.drover.gateway.provider.balance;

/**
 * A deployment as balancers see it.
 *
 * @param name the same in every process that has the same documents
 * @param weight its share, at least 1
 * @param load how busy it is
 */
public record Seat(String name, int weight, Load load) {}
