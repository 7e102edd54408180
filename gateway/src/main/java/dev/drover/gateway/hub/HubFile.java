package dev.drover.gateway.hub;

/**
 * A file that a hub offers.
 *
 * @param path its path in the repository, with slashes; never leads out of it
 * @param size in bytes
 * @param checksum what its content sums up to
 */
record HubFile(String path, long size, Checksum checksum) {

    /** Whether a path stays inside the folder it is put in, on every system. */
    static boolean staysInside(String path) {
        if (path.isEmpty() || path.length() > 1_000) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            boolean odd = part.isEmpty() || part.startsWith(".")
                    || part.chars().anyMatch(c -> c < ' ' || c == 0x7f || "\\:*?\"<>|".indexOf(c) >= 0);
            if (odd) {
                return false;
            }
        }
        return true;
    }
}
