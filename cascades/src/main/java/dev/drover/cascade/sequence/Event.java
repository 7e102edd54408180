package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;

/** What happens while two models answer the same request. */
sealed interface Event {

    /** A part of the weak model's answer. */
    record WeakPart(AnswerPart part) implements Event {}

    /** How sure the weak model is of its whole answer, before that answer's parts. */
    record WeakJudged(double score) implements Event {}

    /** The weak model's answer is complete. */
    record WeakDone() implements Event {}

    /** The weak model failed. */
    record WeakFailed(InferenceFailure failure) implements Event {}

    /** A part of the strong model's answer. */
    record StrongPart(AnswerPart part) implements Event {}

    /** The strong model failed. */
    record StrongFailed(InferenceFailure failure) implements Event {}

    /** The time for a hedge has come. */
    record HedgeDue() implements Event {}

    /** The time of holding back is over. */
    record HoldOver() implements Event {}
}
