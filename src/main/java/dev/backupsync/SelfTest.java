package dev.backupsync;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Checks that an operator is working, without any vendor: a sync whose connection does not exist
 * must soon say so in its status. The chart's {@code helm test} runs it from the operator's image.
 */
@Command(
    name = "self-test",
    description =
        "Creates a sync that leads to no connection, waits until an operator has said so in its"
            + " status, and deletes it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class SelfTest {
  private static final String NO_CONNECTION = "self-test-leads-to-no-connection";

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      required = true,
      description = "A namespace that the operator serves.")
  private String namespace = "";

  @Option(
      names = "--labels",
      paramLabel = "KEY=VALUE",
      split = ",",
      description = "Labels that the operator's selector matches, if it has one.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait for the operator. Default: 2m.")
  private Duration timeout = Duration.ofMinutes(2);

  /** Why no operator seems to be working; empty if one is. */
  Optional<String> problem(KubernetesClient client) {
    RepositorySync created;
    try {
      created = client.resource(sync()).create();
    } catch (KubernetesClientException e) {
      return Optional.of(
          "The sync of the self-test could not be created in namespace %s: %s"
              .formatted(namespace, e.getMessage()));
    }
    var sync = client.resource(created);
    try {
      sync.waitUntilCondition(SelfTest::isAnswered, timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (KubernetesClientTimeoutException _) {
      return Optional.of(unanswered(sync.get()));
    } finally {
      sync.delete();
    }
  }

  private RepositorySync sync() {
    var sync = new RepositorySync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withGenerateName("self-test-")
            .withLabels(labels)
            .build());
    sync.setSpec(
        new RepositorySyncSpec(
            new ConnectionRef(null, NO_CONNECTION), new RepositoryRef(null, "none"), null));
    return sync;
  }

  private static boolean isAnswered(@Nullable RepositorySync sync) {
    return sync != null && reasons(sync).contains(Reason.CONNECTION_NOT_FOUND.word());
  }

  private static List<String> reasons(RepositorySync sync) {
    return Stream.ofNullable(sync.getStatus())
        .flatMap(status -> status.knownConditions().stream())
        .map(Condition::getReason)
        .distinct()
        .toList();
  }

  private String unanswered(@Nullable RepositorySync sync) {
    var reasons = sync == null ? List.<String>of() : reasons(sync);
    return reasons.isEmpty()
        ? "No operator has looked at a sync in namespace %s: is its pod ready, and does it serve this"
                .formatted(namespace)
            + " namespace and these labels?"
        : "An operator says %s of a sync without a connection, where ConnectionNotFound was due"
            .formatted(String.join(", ", reasons));
  }
}
