package dev.drover.policy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTest {

    private static final JavaClasses IMPORTED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.drover.policy");

    @Test
    void onlyTheSharedWordsTheYamlReaderAndTheJdkAreUsed() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.drover.policy..", "dev.drover.inference..", "java..", "org.jspecify..",
                        "tools.jackson..")
                .because("policies can be used from a plain main method")
                .check(IMPORTED);
    }

    @Test
    void onlyTheTreeKnowsTheYamlReader() {
        noClasses().that()
                .haveNameNotMatching(".*\\.YamlTree(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .because("documents are bounded where they are read; read a Node instead")
                .check(IMPORTED);
    }
}
