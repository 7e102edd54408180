package dev.drover.cascade.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BuiltInRulesTest {

    private final JavaClasses classes = new ClassFileImporter().importPackages("dev.drover.cascade");

    @Test
    void everyRuleIsInTheCatalogue() {
        Set<String> written = classes.stream()
                .filter(type -> type.isAssignableTo(DeferralRule.class)
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(BuiltInRules.all()).extracting(rule -> rule.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void everyRuleStandsTheContract() {
        Set<String> tested = classes.stream()
                .filter(type -> type.isAssignableTo(RuleContract.class))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        assertThat(BuiltInRules.all())
                .allSatisfy(rule -> assertThat(tested).contains(rule.getClass().getSimpleName() + "Test"));
    }

    @Test
    void namesAreFoundWithAndWithoutHyphens() {
        assertThat(BuiltInRules.names()).doesNotHaveDuplicates()
                .contains("chow", "diff", "opt", "token-v1", "token-v2", "token-v3", "lossless", "lossy");
        assertThat(BuiltInRules.named("tokenv3")).isSameAs(BuiltInRules.named("token-v3"));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> BuiltInRules.named("token-v4")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rule: token-v4 (expected: token-v");
        assertThatThrownBy(() -> BuiltInRules.named("something else")).hasMessageContaining("one of lossless, lossy");
    }
}
