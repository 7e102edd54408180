package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The people, things and places of a word problem. */
final class Scene {

    private static final double STRANGE = 0.12;
    private static final List<String> WOMEN = words(
            "Anna Mary Emma Lisa Sara Julia Nina Eva Lena Mia Clara Alice Jane Kate "
                    + "Rosa Ella Zoe Amy Lucy Ida Maya Priya Fatima Yuki Olga Sofia Laura Helen Ruth Grace Hannah Leah Nora Vera "
                    + "Carmen Susan Linda Maria Aisha Mei");
    private static final List<String> MEN = words(
            "Tom Ben Jack Sam Peter Paul John Max Leo Tim Dan Bob Jim Adam Noah Liam "
                    + "Ali Omar Ivan Hugo Felix Oscar Karl Mark Luke David James Henry Frank George Ravi Kenji Pedro Bill Fred "
                    + "Alex Martin Simon Daniel Victor");
    private static final List<String> THINGS = words(
            "apples marbles coins books pencils stickers balls cards stamps candies "
                    + "cookies oranges pears plums nuts eggs flowers roses shells stones buttons beads cups plates bottles boxes "
                    + "toys cars dolls kites balloons pens crayons badges tickets keys spoons shoes socks hats fish chickens "
                    + "ducks cats dogs horses sheep rabbits birds trees leaves seeds bananas lemons cherries grapes strawberries "
                    + "tomatoes potatoes carrots onions muffins cakes pies sweets chocolates biscuits sandwiches pizzas photos "
                    + "posters letters magazines comics songs games puzzles bricks blocks nails screws planks chairs tables "
                    + "lamps candles pages points dollars euros cents mangoes peaches melons donuts pancakes shirts bags jars "
                    + "ribbons sticks sheets files tokens gems feathers acorns magnets robots tulips lollipops");
    private static final List<String> COLOURS = words(
            "red blue green yellow white black brown pink purple orange small big "
                    + "large old new round square long short wooden plastic ripe fresh broken");
    private static final List<String> HOLDERS = words(
            "box bag basket jar bowl drawer room shop garden park bus truck bucket crate chest cupboard shelf case "
                    + "field pond store tank barn");
    private static final List<String> CONTAINERS = words(
            "boxes bags baskets jars bowls drawers shelves crates packs tins " + "baskets cartons trays buckets");
    private static final List<String> COINS = words("euros dollars pounds cents pence coins francs crowns");
    private static final List<String> GOODS = words(
            "book pen bag hat shirt ball cake lamp chair table phone ticket game toy "
                    + "bike clock cup coat kettle radio jacket watch camera pizza sandwich ring map rug tie vase");
    private static final List<String> PLACES = words(
            "Paris London Berlin Rome Madrid Vienna Oslo Dublin Lyon Porto Boston " + "Dallas Denver Milan Bern");

    private Scene() {}

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** Values for every slot of the stories except the numbers. */
    static Map<String, String> draw(Dice dice) {
        Map<String, String> scene = new HashMap<>(Words.slots(dice));
        people(dice, scene);
        scene.put("things", things(dice));
        scene.put("stuff", things(dice));
        pair(dice, COLOURS, "shade", "tint", scene);
        pair(dice, GOODS, "item", "piece", scene);
        scene.put("holder", dice.happens(STRANGE) ? Words.word(dice) : dice.pick(HOLDERS));
        scene.put("holder-many", dice.pick(CONTAINERS));
        scene.put("coin", dice.pick(COINS));
        scene.put("coin-one", dice.pick("dollar", "euro", "pound", "cent", "franc"));
        scene.put("place", dice.pick(PLACES));
        return scene;
    }

    private static void people(Dice dice, Map<String, String> scene) {
        boolean woman = dice.happens(0.5);
        String name = dice.happens(STRANGE) ? capital(Words.word(dice)) : dice.pick(woman ? WOMEN : MEN);
        scene.put("name", name);
        scene.put("he", woman ? "she" : "he");
        scene.put("He", woman ? "She" : "He");
        scene.put("him", woman ? "her" : "him");
        scene.put("his", woman ? "her" : "his");
        scene.put("other", other(dice, name));
    }

    private static String other(Dice dice, String name) {
        if (dice.happens(0.15)) {
            return dice.pick("a friend", "the neighbour", "a cousin", "the teacher", "a classmate");
        }
        String other = dice.pick(dice.happens(0.5) ? WOMEN : MEN);
        return other.equals(name) ? "a friend" : other;
    }

    private static String things(Dice dice) {
        if (dice.happens(STRANGE)) {
            String word = Words.word(dice);
            return word.endsWith("s") ? word : word + "s";
        }
        String things = dice.pick(THINGS);
        return dice.happens(0.08) ? dice.pick(COLOURS) + " " + things : things;
    }

    private static void pair(Dice dice, List<String> from, String one, String two, Map<String, String> scene) {
        int first = dice.below(from.size());
        scene.put(one, from.get(first));
        scene.put(two, from.get((first + dice.between(1, from.size() - 1)) % from.size()));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
