package dev.drover.gateway.evaluation;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.inference.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets of the herd's items, always the same for the same sizes. */
public final class HerdItems {

    private static final long SEED = 20_261_121;

    /** Of forty requests, how many are of a domain: what the router expects of traffic. Few mix two domains. */
    private static final List<Domain> TRAFFIC = traffic();

    private HerdItems() {}

    private static List<Domain> traffic() {
        Map<Domain, Integer> shares = new EnumMap<>(Map.of(Domain.ARITH, 11, Domain.DATES, 6, Domain.TEXT, 6,
                Domain.CODE, 6, Domain.FACTS, 6, Domain.MIXED, 2, Domain.OTHER, 3));
        List<Domain> domains = new ArrayList<>();
        shares.forEach((domain, share) -> domains.addAll(Collections.nCopies(share, domain)));
        return List.copyOf(domains);
    }

    /** So many items in all, domains taking turns. */
    public static List<Item> mixed(Part part, int count) {
        return drawn(part, count, List.of(Domain.values()));
    }

    /** So many items of some domains in all, domains taking turns. */
    public static List<Item> of(Part part, int count, List<Domain> domains) {
        return drawn(part, count, domains);
    }

    /** So many items of each domain, domains taking turns. */
    public static List<Item> each(Part part, int each) {
        return mixed(part, each * Domain.values().length);
    }

    /** So many items in all, domains as often as in expected traffic. */
    public static List<Item> traffic(Part part, int count) {
        return drawn(part, count, TRAFFIC);
    }

    private static List<Item> drawn(Part part, int count, List<Domain> domains) {
        List<Item> items = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            items.add(Items.at(domains.get(index % domains.size()), part, SEED, index));
        }
        return items;
    }

    /** An item's prompt. */
    static List<Message> conversation(Item item) {
        return item.messages()
                .stream()
                .map(turn -> new Message(turn.role().name().toLowerCase(Locale.ROOT), turn.content()))
                .toList();
    }
}
