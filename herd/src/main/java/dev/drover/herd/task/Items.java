package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import dev.drover.herd.phrasing.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws items. A question is drawn until its content lies in the wanted part, then disguised; a fifth of the
 * conversations begin with a system message and a tenth with an earlier question and its answer, whose content is of the
 * same part. Without state and safe for use by many threads.
 */
public final class Items {

    private static final double SYSTEM = 0.2;
    private static final double SECOND_TURN = 0.1;
    private static final double SAME_DOMAIN = 0.5;
    private static final double EARLIER_HARDNESS = 0.4;
    private static final int MOST_LETTERS = 220;
    private static final List<Domain> EARLIER = List.of(Domain.ARITH, Domain.DATES, Domain.TEXT, Domain.CODE,
            Domain.FACTS, Domain.OTHER);
    private static final Task ARITH = new ArithTask();
    private static final Task DATES = new DatesTask();
    private static final Task TEXT = new TextTask();
    private static final Task CODE = new CodeTask();
    private static final Task FACTS = new FactsTask();
    private static final Task MIXED = new MixedTask();
    private static final Task OTHER = new OtherTask();

    private Items() {}

    /**
     * The item of an index, of full hardness, as evaluation asks for it.
     *
     * @param domain the field of the question
     * @param part where its content must lie
     * @param seed the seed of the set
     * @param index the item's number in the set, from 0
     */
    public static Item at(Domain domain, Part part, long seed, long index) {
        return at(domain, part, seed, index, 1);
    }

    /** The item of an index for a point of a training run, {@code progress} from 0 to 1. */
    public static Item at(Domain domain, Part part, long seed, long index, double progress) {
        Dice dice = Dice.of(seed, domain.key().hashCode(), part.name().hashCode(), index);
        List<Turn> messages = new ArrayList<>();
        if (dice.happens(SYSTEM)) {
            messages.add(Turn.system(system(dice)));
        }
        if (dice.happens(SECOND_TURN)) {
            Domain earlier = dice.happens(SAME_DOMAIN) && domain != Domain.MIXED ? domain : dice.pick(EARLIER);
            Question question = question(dice, earlier, part, 0, EARLIER_HARDNESS);
            if (question.answer().length() < MOST_LETTERS) {
                messages.add(Turn.user(Disguise.apply(question.prompt(), dice)));
                messages.add(Turn.assistant(question.answer()));
            }
        }
        boolean second = messages.size() > 1;
        Question question = question(dice, domain, part, progress, second ? EARLIER_HARDNESS : 1);
        messages.add(Turn.user(Disguise.apply(question.prompt(), dice)));
        return new Item(domain, question.contentKey(), messages, question.answer(), question.finalAnswer(),
                question.steps());
    }

    private static String system(Dice dice) {
        return Disguise.bare(Grammar.bundled()
                .phrase("system", dice,
                        Map.of("w1", Words.word(dice), "w2", Words.word(dice), "w3", Words.word(dice))));
    }

    private static Question question(Dice dice, Domain domain, Part part, double progress, double most) {
        Task task = task(domain);
        while (true) {
            Question question = task.draw(dice, most * Curriculum.hardness(dice, progress));
            if (question.liesIn(part)) {
                return question;
            }
        }
    }

    private static Task task(Domain domain) {
        return switch (domain) {
            case ARITH -> ARITH;
            case DATES -> DATES;
            case TEXT -> TEXT;
            case CODE -> CODE;
            case FACTS -> FACTS;
            case MIXED -> MIXED;
            case OTHER -> OTHER;
        };
    }
}
