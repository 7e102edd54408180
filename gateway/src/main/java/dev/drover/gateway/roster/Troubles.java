package dev.drover.gateway.roster;

import dev.drover.gateway.provider.Provider;
import dev.drover.inference.InferenceFailure;
import dev.drover.policy.Trouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the failure of one model means for the others. */
final class Troubles {

    private static final String TOO_LONG = "context_length_exceeded";
    /** What OpenAI, Azure and servers after them call a refusal by the filter. */
    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation",
            "ResponsibleAIPolicyViolation", "data_inspection_failed");

    private Troubles() {}

    /** The trouble that documents may name others for; null when another model would not help. */
    static @Nullable Trouble of(InferenceFailure failure) {
        return switch (failure) {
            case InferenceFailure.Overloaded busy -> Trouble.OVERLOADED;
            case InferenceFailure.Unavailable away -> Trouble.UNAVAILABLE;
            case InferenceFailure.Rejected refused when refused.code().equals(TOO_LONG) -> Trouble.CONTEXT_TOO_LONG;
            case InferenceFailure.Rejected refused when FILTERED.contains(refused.code()) -> Trouble.CONTENT_FILTER;
            case InferenceFailure.Rejected refused -> null;
            case InferenceFailure.Broken broken -> null;
            case InferenceFailure.Cancelled gone -> null;
        };
    }

    /** Whether any other candidate may answer what one did not, without a document that says so. */
    static boolean elsewhere(InferenceFailure failure) {
        return failure instanceof InferenceFailure.Unavailable || failure instanceof InferenceFailure.Overloaded
                || failure.code().equals(TOO_LONG) || failure.code().equals(Provider.UNSUPPORTED);
    }
}
