package org.freshet.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** How tests are written. */
@AnalyzeClasses(packagesOf = ServerApplication.class, importOptions = ImportOption.OnlyIncludeTests.class)
class TestStyleTest {

    @ArchTest
    static final ArchRule testsWaitForConditionsNotForTime = noClasses()
            .should()
            .callMethodWhere(describe(
                    "Thread.sleep",
                    it -> it.getTarget().getOwner().isEquivalentTo(Thread.class)
                            && it.getTarget().getName().equals("sleep")));

    @ArchTest
    static final ArchRule testsAreNamedBySentences = methods()
            .that(describe("tests", TestStyleTest::isTest))
            .should()
            .haveNameMatching("(?!test|should)[a-z][A-Za-z0-9]*");

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class);
    }
}
