package dev.drover.gateway.evaluation;

/**
 * What one setting made of one task.
 *
 * @param right whether the answer is right
 * @param valid whether its working is right too
 * @param tokens produced, the end mark included
 * @param nanos the whole answer's time, prompt included
 * @param largeCalls passes of the large model
 * @param kept drafts kept
 * @param rejected drafts rejected
 */
record Mark(boolean right, boolean valid, int tokens, long nanos, long largeCalls, long kept, long rejected) {

    /** The mark of an answer. */
    static Mark of(Task task, CascadeSetting setting, Contender.Answer answer) {
        Task.Graded grade = task.grading().apply(answer.text());
        long largeCalls = setting.rule().equals(CascadeSetting.LARGE) ? answer.tokens() : count(answer, "largeCalls");
        return new Mark(grade.right(), grade.valid(), answer.tokens(), answer.nanos(), largeCalls,
                count(answer, "kept"), count(answer, "rejected"));
    }

    private static long count(Contender.Answer answer, String fact) {
        return answer.facts().get(fact) instanceof Number number ? number.longValue() : 0;
    }
}
