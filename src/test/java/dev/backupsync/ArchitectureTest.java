package dev.backupsync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the house's shape: dependencies point one way, and every package keeps its own rule. */
class ArchitectureTest {
  private static final String HOUSE = "dev.backupsync";

  /** What is decided here is decided from values alone. */
  private static final String[] CORE = {
    in("statemachine"), in("vendor"), HOUSE + ".schedule", in("time")
  };

  /** Which parts of the house each part may know; the root, where all meet, may know every one. */
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("api", Set.of()),
          Map.entry("http", Set.of()),
          Map.entry("time", Set.of()),
          Map.entry("vendor", Set.of("api")),
          Map.entry("schedule", Set.of("api")),
          Map.entry("statemachine", Set.of("api", "vendor", "schedule", "time")),
          Map.entry("veeam", Set.of("api", "vendor", "http")),
          Map.entry("azure", Set.of("api", "vendor", "http", "time")),
          Map.entry("connection", Set.of("api", "vendor", "http", "time", "veeam", "azure")),
          Map.entry(
              "controller",
              Set.of("api", "vendor", "schedule", "time", "statemachine", "connection")),
          Map.entry("tracing", Set.of("api", "vendor", "connection", "controller")),
          Map.entry("notification", Set.of("api", "http", "time", "connection", "controller")),
          Map.entry(
              "ops",
              Set.of(
                  "api",
                  "vendor",
                  "time",
                  "statemachine",
                  "http",
                  "connection",
                  "controller",
                  "notification")));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  static Set<String> parts() {
    return KNOWS.keySet();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void dependenciesPointOneWay(String part) {
    var known = Stream.concat(Stream.of(part), KNOWS.get(part).stream()).map(ArchitectureTest::in);
    var unknown =
        resideInAPackage(HOUSE + "..")
            .and(DescribedPredicate.not(resideInAnyPackage(known.toArray(String[]::new))));

    noClasses()
        .that()
        .resideInAPackage(in(part))
        .should()
        .dependOnClassesThat(unknown.as("are not of " + part + " or " + KNOWS.get(part)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void thereAreNoOtherParts() {
    var found =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(HOUSE))
            .map(name -> name.replaceFirst("^dev\\.backupsync\\.(\\w+).*", "$1"))
            .collect(toSet());

    assertThat(found).isEqualTo(parts());
  }

  @Test
  void vendorsAndTheirExchangesKnowNoKubernetes() {
    noClasses()
        .that()
        .resideInAnyPackage(in("veeam"), in("azure"), in("http"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void theRoomsOfTheControllerKnowNoReconciler() {
    noClasses()
        .that()
        .resideInAnyPackage(in("controller.admission"), in("controller.status"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HOUSE + ".controller")
        .check(CODE);
  }

  /** In each vendor: what is shared by all requests, then the log-in, then everything else. */
  @ParameterizedTest
  @ValueSource(strings = {"veeam", "azure"})
  void aLogInDoesNotDependOnWhatNeedsIt(String vendor) {
    onlyDependsOnLowerPackages(vendor + ".rest", vendor, Set.of());
    onlyDependsOnLowerPackages(vendor + ".auth", vendor, Set.of("rest"));
  }

  private static void onlyDependsOnLowerPackages(String room, String vendor, Set<String> lower) {
    var own = Stream.concat(Stream.of(in(room)), lower.stream().map(one -> in(vendor + "." + one)));
    noClasses()
        .that()
        .resideInAPackage(in(room))
        .should()
        .dependOnClassesThat(
            resideInAPackage(in(vendor))
                .and(DescribedPredicate.not(resideInAnyPackage(own.toArray(String[]::new))))
                .as("are of " + vendor + ", but not of " + room + " or " + lower))
        .check(CODE);
  }

  @Test
  void schedulesDoNotKnowTheirCronLibrary() {
    noClasses()
        .that()
        .resideInAPackage(HOUSE + ".schedule")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("schedule.cron"), "com.cronutils..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackage(in("schedule.cron"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.cronutils..")
        .check(CODE);
  }

  @Test
  void theCoreDoesNoInputAndNoOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..",
            "io.javaoperatorsdk..",
            "java.net..",
            "java.io..",
            "java.nio..",
            "org.slf4j..",
            "com.fasterxml..",
            "com.cronutils..")
        .check(CODE);
  }

  @Test
  void theCoreHasNoClockOfItsOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .accessTargetWhere(DescribedPredicate.describe("it tells the time", this::tellsTheTime))
        .check(CODE);
  }

  private boolean tellsTheTime(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    var name = access.getTarget().getName();
    return (owner.getPackageName().equals("java.time") && name.equals("now"))
        || (owner.isAssignableTo(InstantSource.class) && name.startsWith("system"))
        || (owner.isEquivalentTo(Clock.class) && name.startsWith("tick"))
        || (owner.isEquivalentTo(System.class)
            && Set.of("currentTimeMillis", "nanoTime").contains(name));
  }

  @Test
  void onlyTracingKnowsOpenTelemetry() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("tracing"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CODE);
  }

  /** But for the one that says what of the API server's own metadata is not read. */
  @Test
  void onlyTheApiIsAnnotatedForJson() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("api"))
        .and()
        .doNotHaveSimpleName("WithoutManagedFields")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.annotation..")
        .check(CODE);
  }

  @Test
  void onlyMainTalksToTheConsole() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(HOUSE + ".Main")
        .should(ACCESS_STANDARD_STREAMS)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CODE);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(CODE);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)").check(CODE);
  }

  @Test
  void everyPackageRulesOutNull() {
    var open =
        CODE.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .sorted()
            .collect(joining("\n"));

    assertThat(open).as("packages without a @NullMarked package-info").isEmpty();
  }

  private static String in(String part) {
    return HOUSE + "." + part + "..";
  }
}
