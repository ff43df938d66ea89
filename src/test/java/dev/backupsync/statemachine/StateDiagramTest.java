package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.docs.Page;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The state diagram in {@code docs/architecture.md} has the changes of state that the machine
 * makes, no more and no fewer: in all situations, and after all answers of a vendor, that tests
 * know.
 */
class StateDiagramTest {
  private static final Pattern ARROW = Pattern.compile("(?m)^ *(?<from>\\w+) --> (?<to>\\w+): .+$");

  private final Set<String> made = new TreeSet<>();

  /** One status of each sort that a decision led to. */
  private final Map<String, SyncStatus> reached = new HashMap<>();

  @Test
  void hasTheChangesOfStateThatTheMachineMakes() {
    Arrays.stream(SampleStatus.values()).map(before -> before.status).forEach(this::explore);
    List.copyOf(reached.values()).forEach(this::explore);

    assertThat(drawn()).containsExactlyInAnyOrderElementsOf(made);
  }

  private static Set<String> drawn() {
    var diagram =
        Page.at("docs/architecture.md").blocks("mermaid").stream()
            .filter(block -> block.startsWith("stateDiagram"))
            .findFirst()
            .orElseThrow();
    return ARROW
        .matcher(diagram)
        .results()
        .map(arrow -> arrow.group("from") + " --> " + arrow.group("to"))
        .collect(Collectors.toSet());
  }

  private void explore(SyncStatus before) {
    Arrays.stream(InputVariant.values())
        .map(given -> given.in(Scene.of(before)))
        .flatMap(scene -> Stream.of(scene, scene.retryLimit(0), scene.ifNeeded()))
        .map(Scene::observed)
        .forEach(input -> follow(input, SyncMachine.decide(input)));
  }

  /** Until there is rest, with every answer to what is asked. */
  private void follow(DecisionInput input, Decision decision) {
    note(input.status(), decision.status());
    if (!(decision.call() instanceof VendorCall.None)) {
      Arrays.stream(Answer.values())
          .filter(said -> SyncMachineTest.understands(decision.call(), said.outcome))
          .map(said -> input.after(decision, said.outcome, input.now()))
          .forEach(answered -> follow(answered, SyncMachine.decide(answered)));
    }
  }

  private void note(SyncStatus before, SyncStatus after) {
    var sort = Stream.of(after.currentState(), after.reason(), after.mayRunAtVendor(), last(after));
    reached.putIfAbsent(sort.map(String::valueOf).collect(Collectors.joining(" ")), after);
    if (before.currentState() != after.currentState()) {
      made.add(word(before.currentState()) + " --> " + word(after.currentState()));
    }
  }

  private static String last(SyncStatus status) {
    return status.knownLastRun().map(run -> String.valueOf(run.result())).orElse("none");
  }

  /** As it stands in status. */
  private static String word(SyncState state) {
    return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
