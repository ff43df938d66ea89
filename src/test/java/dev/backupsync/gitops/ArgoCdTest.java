package dev.backupsync.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests of our scripts for Argo CD, as Argo CD's own repository would. */
class ArgoCdTest {
  private static final String NOW = "2026-11-27T03:00:00Z";

  static Stream<Customization> kinds() {
    return Customization.all();
  }

  static Stream<Customization> syncs() {
    return Customization.syncs();
  }

  static Stream<Arguments> healthTests() {
    return tests(kinds(), kind -> kind.folder().resolve("health_test.yaml"), "tests");
  }

  static Stream<Arguments> discoveryTests() {
    return tests(syncs(), kind -> kind.actions().resolve("action_test.yaml"), "discoveryTests");
  }

  static Stream<Arguments> actionTests() {
    return tests(syncs(), kind -> kind.actions().resolve("action_test.yaml"), "actionTests");
  }

  private static Stream<Arguments> tests(
      Stream<Customization> kinds, Function<Customization, Path> file, String field) {
    return kinds.flatMap(
        kind ->
            Customization.tests(file.apply(kind), field).stream()
                .map(test -> Arguments.of(kind, test.get("inputPath"), test)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("healthTests")
  void healthIsAsItsTestSays(Customization kind, String input, Map<String, Object> test) {
    assertThat(Lua.run(kind.health(), ObjectFile.read(kind.folder().resolve(input))))
        .isEqualTo(test.get("healthStatus"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("discoveryTests")
  void actionsAreOfferedAsTheirTestSays(
      Customization kind, String input, Map<String, Object> test) {
    var offered = Lua.run(kind.discovery(), ObjectFile.read(kind.actions().resolve(input)));

    assertThat(offered)
        .isEqualTo(
            ObjectFile.list(test, "result").stream()
                .collect(
                    Collectors.toMap(action -> action.get("name"), ArgoCdTest::withoutItsName)));
  }

  private static Map<String, Object> withoutItsName(Map<String, Object> action) {
    var rest = new LinkedHashMap<>(action);
    rest.remove("name");
    return rest;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("actionTests")
  void anActionMakesOfAnObjectWhatItsTestSays(
      Customization kind, String input, Map<String, Object> test) {
    var before = ObjectFile.read(kind.actions().resolve(input));
    var after = Lua.run(kind.action((String) test.get("action")), before);
    var expected = ObjectFile.read(kind.actions().resolve((String) test.get("expectedOutputPath")));

    assertThat(atTheSameTime(ObjectFile.map(after))).isEqualTo(expected).isNotEqualTo(before);
  }

  /** Its annotations tell when somebody pressed the button: any time is as good. */
  private static Map<String, Object> atTheSameTime(Map<String, Object> object) {
    if (ObjectFile.map(object.get("metadata")).get("annotations")
        instanceof Map<?, ?> annotations) {
      ObjectFile.map(annotations)
          .replaceAll(
              (_, value) ->
                  value.toString().matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                      ? NOW
                      : value);
    }
    return object;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyObjectIsJudgedByATest(Customization kind) {
    assertThat(Customization.tests(kind.folder().resolve("health_test.yaml"), "tests"))
        .extracting(test -> test.get("inputPath"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            ObjectFile.names(kind.folder().resolve("testdata")).stream()
                .map(name -> (Object) ("testdata/" + name))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("syncs")
  void everyActionIsTestedAndIsOfferedSomewhere(Customization kind) {
    var tests = kind.actions().resolve("action_test.yaml");

    assertThat(Customization.tests(tests, "actionTests"))
        .extracting(test -> test.get("action"))
        .containsOnlyOnceElementsOf(Customization.ACTIONS);
    assertThat(Customization.tests(tests, "discoveryTests"))
        .flatExtracting(test -> ObjectFile.list(test, "result"))
        .filteredOn(action -> Boolean.FALSE.equals(action.get("disabled")))
        .extracting(action -> action.get("name"))
        .containsAll(Customization.ACTIONS);
  }

  /** Argo CD has a file for each kind, and no other way to share one. */
  @Test
  void kindsThatAreAlikeAreJudgedAlike() {
    assertThat(new Customization("RepositorySync").health())
        .isEqualTo(new Customization("BackupInstanceSync").health());
    assertThat(new Customization("VeeamConnection").health())
        .isEqualTo(new Customization("AzureConnection").health());
    assertThat(Customization.ACTIONS)
        .allSatisfy(
            action ->
                assertThat(new Customization("RepositorySync").action(action))
                    .isEqualTo(new Customization("BackupInstanceSync").action(action)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return {os.date()}",
        "return {require('os').getenv('HOME')}",
        "return {require('os').exit()}",
        "return {require('io')}",
        "return {string.rep('a', 9)}",
        "return {io.open('pom.xml')}"
      })
  void scriptsHaveNoMoreThanArgoCdGivesThem(String script) {
    assertThatThrownBy(() -> Lua.run(script, Map.of())).isInstanceOf(RuntimeException.class);
  }

  @Test
  void scriptsMayAskForTheTime() {
    assertThat(Lua.run("return {require('os').date('!%Y-%m-%dT%XZ', 0)}", Map.of()))
        .isEqualTo(List.of("1970-01-01T00:00:00Z"));
  }

  /** {@code -Dupdate} rewrites it. */
  @Test
  void theConfigMapHoldsTheScripts() throws IOException {
    new GeneratedFile(Customization.FOLDER.resolve("argocd-cm.yaml"), ArgoCdTest.class)
        .assertIs(ArgoCdConfig.yaml());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theConfigMapIsReadAsArgoCdReadsIt(Customization kind) {
    var data = ObjectFile.map(ObjectFile.parse(ArgoCdConfig.yaml()).get("data"));

    assertThat(data.get(ArgoCdConfig.key("health", kind))).isEqualTo(kind.health());
    if (kind.hasActions()) {
      var actions = ObjectFile.parse((String) data.get(ArgoCdConfig.key("actions", kind)));
      assertThat(actions.get("discovery.lua")).isEqualTo(kind.discovery());
      assertThat(ObjectFile.list(actions, "definitions"))
          .containsExactlyElementsOf(
              Customization.ACTIONS.stream()
                  .map(
                      name -> Map.<String, Object>of("name", name, "action.lua", kind.action(name)))
                  .toList());
    }
  }
}
