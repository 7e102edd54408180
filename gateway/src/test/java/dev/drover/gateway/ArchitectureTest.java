package dev.drover.gateway;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.gateway.command.Command;
import dev.drover.gateway.command.Commands;
import dev.drover.gateway.provider.BuiltInProviders;
import dev.drover.gateway.provider.Provider;
import dev.drover.gateway.provider.balance.BalancerEntry;
import dev.drover.gateway.provider.balance.BuiltInBalancers;
import dev.drover.router.strategy.BuiltInStrategies;
import dev.drover.router.strategy.StrategyEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the whole, which no module alone can check. */
class ArchitectureTest {

    private static final String API = "dev.drover.inference..";
    private static final List<String> PARTS = List.of("dev.drover.policy..", "dev.drover.router..",
            "dev.drover.cascade..", "dev.drover.engine..");
    /** Where blocking code and the reactive path meet; each says so in its documentation. */
    private static final String[] BOUNDARIES = {"dev.drover.gateway.server.GatewayServer",
            "dev.drover.gateway.server.Drain", "dev.drover.gateway.server.AdminServer",
            "dev.drover.gateway.command.Complete", "dev.drover.gateway.command.Calibrate",
            "dev.drover.gateway.cache.Refreshes", "dev.drover.gateway.lane.LaneAnswer"};
    private static JavaClasses drover;

    @BeforeAll
    static void read() {
        drover = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.drover");
    }

    @Test
    void theModulesAreAStarAroundTheApi() {
        for (String part : PARTS) {
            String[] others = PARTS.stream().filter(other -> !other.equals(part)).toArray(String[]::new);
            noClasses().that(resideInAPackage(part))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(others)
                            .or(resideInAnyPackage("dev.drover.gateway..", "dev.drover.herd..")))
                    .because("no part knows another; put what two of them need into inference-api, and use the "
                            + "gateway to wire them instead")
                    .check(drover);
        }
        noClasses().that(resideInAPackage(API))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.drover..").and(DescribedPredicate.not(resideInAPackage(API))))
                .because("everybody depends on inference-api; turn the dependency around instead")
                .check(drover);
    }

    @Test
    void packagesAreFreeOfCycles() {
        for (String module : List.of("inference", "policy", "router", "cascade", "engine", "gateway")) {
            slices().matching("dev.drover." + module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("packages that need each other are one; move what both need into a third instead")
                    .ignoreDependency(JavaClass.Predicates.simpleNameStartingWith("BuiltIn"),
                            DescribedPredicate.alwaysTrue()) // a catalogue knows its entries
                    .allowEmptyShould(true) // a module of one package has none
                    .check(drover);
        }
    }

    @Test
    void springIsInTheGatewayAlone() {
        noClasses()
                .that(resideInAPackage("dev.drover..").and(DescribedPredicate
                        .not(resideInAnyPackage("dev.drover.gateway.server..", "dev.drover.gateway.command.."))))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))
                .because("every module must run from a plain main method; use package server of the gateway instead")
                .check(drover);
    }

    @Test
    void theEngineKnowsReactorInItsClientAlone() {
        noClasses()
                .that(resideInAPackage("dev.drover.engine..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("LocalModelClient"))))
                .should()
                .dependOnClassesThat(resideInAPackage("reactor.."))
                .because(
                        "decoding is straight-line code on virtual threads; use Generation to make a Flux of it instead")
                .check(drover);
    }

    @Test
    void nobodyBlocksOrSubscribesOutsideTheBoundaries() {
        noClasses().that(resideInAPackage("dev.drover..").and(DescribedPredicate.not(belongingToAny(BOUNDARIES))))
                .should()
                .callMethodWhere(new DescribedPredicate<>("it blocks or subscribes") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                        String name = call.getTarget().getName();
                        return call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
                                && (name.startsWith("block") || name.equals("subscribe") || name.startsWith("toIter")
                                        || name.equals("toStream"));
                    }
                })
                .because("an event loop that waits stops every stream; use an operator instead, or one of the named "
                        + "boundaries " + String.join(", ", BOUNDARIES))
                .check(drover);
    }

    private static DescribedPredicate<JavaClass> belongingToAny(String... names) {
        return new DescribedPredicate<>("belong to a boundary") {
            @Override
            public boolean test(JavaClass type) {
                return Set.of(names)
                        .stream()
                        .anyMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
            }
        };
    }

    @Test
    void catalogueEntriesArePublicAndFinal() {
        classes().that()
                .implement(StrategyEntry.class)
                .or()
                .implement(Provider.class)
                .or()
                .implement(BalancerEntry.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("an entry is chosen by name from its catalogue; use composition instead of extending it")
                .check(drover);
    }

    @Test
    void cataloguesAreComplete() {
        assertThat(namesOf(BuiltInStrategies.all())).isEqualTo(implementations(StrategyEntry.class));
        assertThat(namesOf(BuiltInRules.all())).isEqualTo(implementations(DeferralRule.class));
        assertThat(namesOf(BuiltInProviders.all())).isEqualTo(implementations(Provider.class));
        assertThat(namesOf(BuiltInBalancers.all())).isEqualTo(implementations(BalancerEntry.class));
        assertThat(namesOf(Commands.all())).isEqualTo(implementations(Command.class));
    }

    private static Set<String> namesOf(List<?> entries) {
        return entries.stream().map(entry -> entry.getClass().getName()).collect(Collectors.toSet());
    }

    private static Set<String> implementations(Class<?> kind) {
        return drover.stream()
                .filter(type -> type.isAssignableTo(kind) && !type.isInterface()
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }
}
