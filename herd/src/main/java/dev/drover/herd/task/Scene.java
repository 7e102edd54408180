package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The people, things and places of a word problem. */
final class Scene {

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
        Map<String, String> scene = new HashMap<>();
        boolean woman = dice.happens(0.5);
        scene.put("name", dice.pick(woman ? WOMEN : MEN));
        scene.put("he", woman ? "she" : "he");
        scene.put("He", woman ? "She" : "He");
        scene.put("his", woman ? "her" : "his");
        scene.put("other", other(dice, scene.get("name")));
        scene.put("things", dice.pick(THINGS));
        int shade = dice.below(COLOURS.size());
        scene.put("shade", COLOURS.get(shade));
        scene.put("tint", COLOURS.get((shade + dice.between(1, COLOURS.size() - 1)) % COLOURS.size()));
        scene.put("holder", dice.pick(HOLDERS));
        scene.put("holder-many", dice.pick(CONTAINERS));
        scene.put("coin", dice.pick(COINS));
        int item = dice.below(GOODS.size());
        scene.put("item", GOODS.get(item));
        scene.put("piece", GOODS.get((item + dice.between(1, GOODS.size() - 1)) % GOODS.size()));
        scene.put("place", dice.pick(PLACES));
        return scene;
    }

    private static String other(Dice dice, String name) {
        if (dice.happens(0.15)) {
            return dice.pick("a friend", "the neighbour", "a cousin", "the teacher", "a classmate");
        }
        String other = dice.pick(dice.happens(0.5) ? WOMEN : MEN);
        return other.equals(name) ? "a friend" : other;
    }
}
