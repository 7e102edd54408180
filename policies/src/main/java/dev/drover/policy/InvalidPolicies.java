package dev.drover.policy;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Documents that cannot be put in force, with everything that is wrong with them. */
public final class InvalidPolicies extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Creates one from at least one problem. */
    public InvalidPolicies(List<Problem> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem" : " problems") + " in the policies:\n"
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, by file and line. */
    public List<Problem> problems() {
        return problems;
    }
}
