package dev.backupsync.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.status.PrunedStatusFields;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the CRD of a kind keeps what the operator writes into status. A CRD that is older
 * than the operator drops unknown fields; a run that is lost in this way would be started again.
 * The check is a dry run, for which no right on CRDs is needed, and each write is compared too.
 *
 * @param <P> the kind
 * @param <S> its status
 */
public final class CrdCheck<P extends CustomResource<?, S>, S> {
  /** Between two dry runs, while a field is lost or no dry run was possible. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(CrdCheck.class);
  private static final int UNPROCESSABLE = 422;
  private static final int NAMED_FIELDS = 2;

  private final KubernetesClient client;
  private final Class<P> kind;
  private final S specimen;
  private final String consequence;
  private final Set<String> namespaces;
  private volatile boolean tried;
  private volatile boolean known;
  private volatile SortedSet<String> lost = new TreeSet<>();
  private volatile Runnable onMended = () -> {};

  /**
   * Knows nothing yet.
   *
   * @param specimen a status with every field that must not be lost
   * @param consequence what follows from a loss, as the end of a sentence
   * @param namespaces those that are served; empty for all
   */
  CrdCheck(
      KubernetesClient client,
      Class<P> kind,
      S specimen,
      String consequence,
      Set<String> namespaces) {
    this.client = client;
    this.kind = kind;
    this.specimen = specimen;
    this.consequence = consequence;
    this.namespaces = namespaces;
  }

  /** The step to run each time a CRD that lost fields keeps them all again. */
  void onMended(Runnable step) {
    onMended = step;
  }

  /** What is lost, what follows and what to do; empty if nothing is lost. */
  Optional<String> problem() {
    var fields = lost;
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The CRD %s does not hold %s, so %s. Apply the CRDs of this operator's version:"
                    .formatted(HasMetadata.getFullResourceName(kind), named(fields), consequence)
                + " kubectl apply -f crds/");
  }

  private static String named(SortedSet<String> fields) {
    var first = String.join(", ", fields.stream().limit(NAMED_FIELDS).toList());
    var more = fields.size() - NAMED_FIELDS;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /**
   * Checks the CRD if that was never done. If there was no result, for example because the API
   * server is in trouble, the timer tries again, and no other reconcile waits for the check.
   */
  void tryOnce() {
    if (!tried) {
      tryUnknown();
    }
  }

  /** Other callers wait for its result. */
  private synchronized void tryUnknown() {
    if (!tried) {
      tryNow();
    }
  }

  /** Checks again if fields are lost, or if there was no result yet. */
  synchronized void tryAgain() {
    if (tried && (!known || !lost.isEmpty())) {
      tryNow();
    }
  }

  private void tryNow() {
    var object = anyObject();
    if (object.isPresent()) {
      tried(object.get()).ifPresent(this::learn);
      tried = true;
    }
  }

  private Optional<P> anyObject() {
    var one = new ListOptionsBuilder().withLimit(1L).build();
    var all = client.resources(kind);
    return namespaces.isEmpty()
        ? listed(() -> all.inAnyNamespace().list(one).getItems()).findFirst()
        : namespaces.stream()
            .flatMap(name -> listed(() -> all.inNamespace(name).list(one).getItems()))
            .findFirst();
  }

  private Stream<P> listed(Supplier<List<P>> list) {
    try {
      return list.get().stream();
    } catch (KubernetesClientException _) {
      return Stream.empty(); // a namespace that cannot be read says nothing about the CRD
    }
  }

  private Optional<SortedSet<String>> tried(P object) {
    object.setStatus(specimen);
    try {
      var stored = client.resource(object).dryRun().subresource("status").update();
      return Optional.of(between(specimen, stored.getStatus()));
    } catch (KubernetesClientException e) {
      return Optional.of(refused(e)).filter(fields -> !fields.isEmpty());
    }
  }

  /** Compares what came back from a write with what was written. */
  void compare(S sent, @Nullable S stored) {
    if (!sent.equals(stored)) {
      var fields = between(sent, stored);
      if (!fields.isEmpty()) {
        learn(fields);
      }
    }
  }

  private SortedSet<String> between(S sent, @Nullable S stored) {
    return PrunedStatusFields.between(json(sent), json(stored));
  }

  private JsonNode json(@Nullable S status) {
    var json = client.getKubernetesSerialization().convertValue(status, JsonNode.class);
    return Objects.requireNonNullElseGet(json, MissingNode::getInstance);
  }

  /** Whether the API server refused a status because its CRD does not know a word in it. */
  boolean refuses(KubernetesClientException e) {
    var fields = refused(e);
    if (!fields.isEmpty()) {
      learn(fields);
    }
    return !fields.isEmpty();
  }

  private static SortedSet<String> refused(KubernetesClientException e) {
    var fields = new TreeSet<String>();
    if (e.getCode() == UNPROCESSABLE && e.getStatus() != null) {
      Stream.ofNullable(e.getStatus().getDetails())
          .flatMap(details -> Stream.ofNullable(details.getCauses()))
          .flatMap(List::stream)
          .map(StatusCause::getField)
          .filter(field -> field != null && field.startsWith("status."))
          .forEach(fields::add);
    }
    return fields;
  }

  /**
   * A write shows only the fields that it contained: lost fields count as lost until a check finds
   * them all.
   */
  private synchronized void learn(SortedSet<String> fields) {
    var before = lost;
    var now = new TreeSet<>(fields);
    if (!fields.isEmpty()) {
      now.addAll(before);
    }
    lost = now;
    known = true;
    if (!now.isEmpty() && !now.equals(before)) {
      problem().ifPresent(log::error);
    }
    if (now.isEmpty() && !before.isEmpty()) {
      log.info("The CRD {} holds all fields now", HasMetadata.getFullResourceName(kind));
      FatalErrors.guard("The CRD was corrected; going on", onMended);
    }
  }
}
