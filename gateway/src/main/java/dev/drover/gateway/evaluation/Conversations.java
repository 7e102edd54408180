package dev.drover.gateway.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.inference.Message;

/** The herd's items as conversations, and sets of them. */
final class Conversations {

    private Conversations() {
    }

    /** An item's prompt. */
    static List<Message> of(Item item) {
        return item.messages().stream()
                .map(turn -> new Message(turn.role().name().toLowerCase(Locale.ROOT), turn.content())).toList();
    }

    /** As many items of each domain, domains taking turns. */
    static List<Item> mixed(List<Domain> domains, Part part, long seed, int each) {
        List<Item> items = new ArrayList<>();
        for (int index = 0; index < each; index++) {
            for (Domain domain : domains) {
                items.add(Items.at(domain, part, seed, index));
            }
        }
        return items;
    }
}
