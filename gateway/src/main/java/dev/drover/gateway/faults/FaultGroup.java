package dev.drover.gateway.faults;

import java.util.List;

/** Cases that belong together. */
interface FaultGroup {

    /** The cases, in the order they are run. */
    List<FaultCase> cases();
}
