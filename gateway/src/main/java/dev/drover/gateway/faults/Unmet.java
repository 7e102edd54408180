package dev.drover.gateway.faults;

/** Something a case demands did not hold. */
final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unmet(String why) {
        super(why);
    }
}
