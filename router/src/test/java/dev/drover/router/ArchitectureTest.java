package dev.drover.router;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.drover.router.strategy.BuiltInStrategies;
import dev.drover.router.strategy.StrategyEntry;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest {

    private static final JavaClasses IMPORTED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.drover.router");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.drover.router.(*)..").should().beFreeOfCycles().check(IMPORTED);
    }

    @Test
    void theWordsKnowNobody() {
        noClasses().that()
                .resideInAPackage("dev.drover.router")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.drover.router.*..")
                .because("strategies and learning depend on the words, not the other way round")
                .check(IMPORTED);
    }

    @Test
    void onlyTheSharedWordsAndTheJdkAreUsed() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.drover.router..", "dev.drover.inference..", "java..", "org.jspecify..")
                .because("the router can be used from a plain main method")
                .check(IMPORTED);
    }

    @Test
    void theCatalogueIsComplete() {
        assertThat(BuiltInStrategies.all()).extracting(entry -> entry.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(IMPORTED.stream()
                        .filter(type -> type.isAssignableTo(StrategyEntry.class) && !type.isInterface())
                        .map(type -> type.getName())
                        .toList());
        assertThat(BuiltInStrategies.all()).extracting(StrategyEntry::name).isSorted();
    }
}
