package org.freshet.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;

/** The rules of the code that a machine can see. Dependencies between features are in {@link ModularityTest}. */
@AnalyzeClasses(packagesOf = ServerApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> CONTROLLERS = are(describe(
            "controllers", it -> it.isAnnotatedWith(Controller.class) || it.isMetaAnnotatedWith(Controller.class)));

    @ArchTest
    static final ArchRule sqlIsInClassesThatSaySo = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Sql")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(JdbcClient.class, JdbcOperations.class, NamedParameterJdbcOperations.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(JdbcOperations.class);

    /** The listener holds a connection for itself, which no pool's client can give it. */
    @ArchTest
    static final ArchRule nobodySpeaksToTheDriver = noClasses()
            .that()
            .resideOutsideOfPackage("..platform.postgres..")
            .and()
            .doNotHaveSimpleName("ReadyListener")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.sql.Statement.class);

    @ArchTest
    static final ArchRule controllersAreForTheWebOnly =
            classes().that(CONTROLLERS).should().bePackagePrivate().andShould().haveSimpleNameEndingWith("Controller");

    @ArchTest
    static final ArchRule controllersCallOneThingAndKnowNoTable = noClasses()
            .that(CONTROLLERS)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(JdbcClient.class, EntityManager.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Repository.class)
            .orShould()
            .dependOnClassesThat(annotatedWith(Entity.class));

    @ArchTest
    static final ArchRule controllersAndRepositoriesBeginNoTransaction = noMethods()
            .that()
            .areDeclaredInClassesThat(CONTROLLERS
                    .or(annotatedWith(Entity.class))
                    .or(describe("repositories", it -> it.getSimpleName().endsWith("Sql"))))
            .should()
            .beAnnotatedWith(Transactional.class);

    @ArchTest
    static final ArchRule onlyThePlatformReadsAClock = noClasses()
            .that()
            .resideOutsideOfPackage("org.freshet.server.platform..")
            .should()
            .callMethodWhere(describe("the time of day is read", ArchitectureTest::readsTheTimeOfDay));

    @ArchTest
    static final ArchRule oldDatesAreNotUsed =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Date.class, Calendar.class);

    @ArchTest
    static final ArchRule onlyThePlatformPrints = noClasses()
            .that()
            .resideOutsideOfPackage("org.freshet.server.platform..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule fieldsAreNotInjected = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule nothingStaticChanges = fields().that()
            .areStatic()
            .and(describe("written by hand", it -> !it.getName().contains("$")))
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule nobodyKnowsTheDashboard = noClasses()
            .that()
            .resideOutsideOfPackage("org.freshet.server.dashboard..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.freshet.server.dashboard..");

    @ArchTest
    static final ArchRule pagesKnowEachOtherInOneDirection =
            slices().matching("org.freshet.server.dashboard.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatAllPagesShareKnowsNone = noClasses()
            .that()
            .resideInAPackage("org.freshet.server.dashboard.page")
            .should()
            .dependOnClassesThat(resideInAPackage("org.freshet.server.dashboard..")
                    .and(resideOutsideOfPackage("org.freshet.server.dashboard.page")));

    @ArchTest
    static final ArchRule thePlatformKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.freshet.server.platform..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.freshet.server..")
                    .and(describe(
                            "not of the platform",
                            it -> !it.getPackageName().startsWith("org.freshet.server.platform"))));

    @ArchTest
    static final ArchRule jobsAndPilotsMeetInTheDispatcherOnly = noClasses()
            .that()
            .resideInAPackage("org.freshet.server.job..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.freshet.server.pilot..");

    @ArchTest
    static final ArchRule pilotsDoNotKnowJobs = noClasses()
            .that()
            .resideInAPackage("org.freshet.server.pilot..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.freshet.server.job..");

    @ArchTest
    static final ArchRule classesAreNamedByWhatTheyDo =
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl|Common|Handler|Processor|Constants)");

    @ArchTest
    static final ArchRule packagesAreFeatures = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..dto..",
                    "..impl..",
                    "..service..",
                    "..entity..",
                    "..controller..");

    @ArchTest
    static final ArchRule packagesForbidNull = classes().should(beInAPackageThatIsNullMarked());

    @ArchTest
    static final ArchRule settingsAreRecords = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .beRecords();

    @ArchTest
    static final ArchRule signaturesSayWhatTheyMean = classes().should(haveNoMapOfObjectsInASignature());

    @ArchTest
    static final ArchRule partsNeedAtMostSevenOthers = constructors()
            .that()
            .areDeclaredInClassesThat(describe("parts", it -> !it.isRecord() && !it.isEnum()))
            .should(haveAtMostSevenParameters());

    private static boolean readsTheTimeOfDay(JavaMethodCall call) {
        var target = call.getTarget();
        var owner = target.getOwner();
        var ofClock = target.getRawParameterTypes().stream().anyMatch(it -> it.isEquivalentTo(Clock.class));
        return owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis")
                || owner.getPackageName().equals("java.time")
                        && target.getName().equals("now")
                        && !ofClock
                || owner.isEquivalentTo(Clock.class) && target.getName().startsWith("system");
    }

    private static ArchCondition<JavaClass> beInAPackageThatIsNullMarked() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " has no @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaConstructor> haveAtMostSevenParameters() {
        return new ArchCondition<>("have at most 7 parameters") {
            @Override
            public void check(JavaConstructor constructor, ConditionEvents events) {
                var count = constructor.getRawParameterTypes().size();
                events.add(new SimpleConditionEvent(
                        constructor, count <= 7, constructor.getFullName() + " has " + count + " parameters"));
            }
        };
    }

    private static ArchCondition<JavaClass> haveNoMapOfObjectsInASignature() {
        return new ArchCondition<>("have no Map<String, Object> in a signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .map(JavaMethod::reflect)
                        .filter(it -> !it.isSynthetic())
                        .filter(ArchitectureTest::speaksOfAMapOfObjects)
                        .filter(it -> !isAskedForByOthers(it))
                        .forEach(it -> events.add(SimpleConditionEvent.violated(type, it.toGenericString())));
            }
        };
    }

    private static boolean speaksOfAMapOfObjects(Method method) {
        return Stream.concat(Stream.of(method.getGenericReturnType()), Arrays.stream(method.getGenericParameterTypes()))
                .map(Type::getTypeName)
                .anyMatch(it -> it.contains("Map<java.lang.String, java.lang.Object>"));
    }

    /** Whether the signature is that of an interface or a class of somebody else. */
    private static boolean isAskedForByOthers(Method method) {
        return Stream.of(
                        method.getDeclaringClass().getInterfaces(),
                        new Class<?>[] {method.getDeclaringClass().getSuperclass()})
                .flatMap(Arrays::stream)
                .filter(it -> it != null && !it.getName().startsWith("org.freshet"))
                .flatMap(it -> Arrays.stream(it.getMethods()))
                .anyMatch(it -> it.getName().equals(method.getName())
                        && Arrays.equals(it.getParameterTypes(), method.getParameterTypes()));
    }
}
