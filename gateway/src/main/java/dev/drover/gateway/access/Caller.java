package dev.drover.gateway.access;

import dev.drover.inference.Tenant;

/**
 * Who asks.
 *
 * @param name the key's name; {@code local} for one without a key on this machine
 * @param team the key's team; empty when there is none
 * @param admin whether the admin port is open to it
 */
public record Caller(String name, String team, boolean admin) {

    /** Someone on this machine, without a key. */
    public static final Caller LOCAL = new Caller("local", "", true);

    /** Whose work its requests are: the team's, with a share of what many want. */
    public Tenant tenant(double share) {
        return new Tenant(team, share);
    }
}
