package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.DurationBounds;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.RetryOptions;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.RunSettings;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a sync asks for, checks it, and applies the defaults, which the CRD does not apply.
 *
 * @param <S> the spec of the kind
 */
final class SpecReader<S extends SyncSpec> {
  private final TargetReader<S> targets;

  SpecReader(TargetReader<S> targets) {
    this.targets = targets;
  }

  /**
   * Reads the target of a kind.
   *
   * @param <S> its spec
   */
  @FunctionalInterface
  interface TargetReader<S> {
    Target read(S spec, ConnectionRef connection, SpecErrors errors);
  }

  DesiredState read(CustomResource<S, SyncStatus> sync) {
    var errors = new SpecErrors();
    var meta = sync.getMetadata();
    var spec = Optional.ofNullable(sync.getSpec());
    spec.map(SyncSpec::unread).ifPresent(errors::rejectAll);
    var options = spec.map(SyncSpec::options).orElse(RunOptions.NONE);
    var settings = settings(options, errors);
    var target = spec.map(s -> target(s, meta, errors));
    var schedule = ScheduleReader.read(options, meta, errors);
    errors.require(spec.isPresent(), "spec", "is required");
    var invalid = errors.toError();
    return new DesiredState(
        Objects.requireNonNullElse(meta.getGeneration(), 0L),
        target.filter(_ -> invalid.isEmpty()),
        invalid,
        settings,
        options.suspended(),
        annotation(meta, SyncAnnotations.REQUESTED_AT),
        annotation(meta, SyncAnnotations.CANCEL_REQUESTED_AT),
        schedule.filter(_ -> invalid.isEmpty()));
  }

  private Target target(S spec, ObjectMeta meta, SpecErrors errors) {
    var ref = spec.connectionRef();
    var name = ref == null ? null : ref.name();
    errors.text("spec.connectionRef.name", name, Patterns.NAME, "a name");
    var namespace = ref == null || ref.namespace() == null ? meta.getNamespace() : ref.namespace();
    errors.text("spec.connectionRef.namespace", namespace, Patterns.NAME, "a name");
    var target =
        targets.read(
            spec, new ConnectionRef(namespace, Objects.requireNonNullElse(name, "")), errors);
    errors.require(target.fits(), "spec", "names its connection and target at too great length");
    return target;
  }

  private static RunSettings settings(RunOptions options, SpecErrors errors) {
    var fallback = RunSettings.DEFAULT;
    var retry = Objects.requireNonNullElse(options.retry(), new RetryOptions(null, null, null));
    var limit = Objects.requireNonNullElse(retry.limit(), fallback.retryLimit());
    errors.require(limit >= 0 && limit <= 100, "spec.retry.limit", "must be between 0 and 100");
    return new RunSettings(
        Objects.requireNonNullElse(options.runPolicy(), RunPolicy.ALWAYS),
        errors.duration(
            "spec.pollInterval",
            options.pollInterval(),
            fallback.pollInterval(),
            DurationBounds.POLL_INTERVAL),
        errors.duration(
            "spec.timeout", options.timeout(), fallback.timeout(), DurationBounds.TIMEOUT),
        limit,
        errors.duration(
            "spec.retry.interval",
            retry.interval(),
            fallback.retryInterval(),
            DurationBounds.RETRY_INTERVAL),
        errors.duration(
            "spec.retry.maxInterval",
            retry.maxInterval(),
            fallback.retryMaxInterval(),
            DurationBounds.RETRY_MAX_INTERVAL),
        checkInterval(options, errors));
  }

  private static Optional<Duration> checkInterval(RunOptions options, SpecErrors errors) {
    return Optional.ofNullable(options.checkInterval())
        .map(
            text ->
                errors.duration(
                    "spec.checkInterval",
                    text,
                    Defaults.duration(DurationBounds.CHECK_INTERVAL),
                    DurationBounds.CHECK_INTERVAL));
  }

  /**
   * Empty also if the value is empty: status does not keep such a value, so it could never be
   * marked as served.
   */
  static Optional<String> annotation(ObjectMeta meta, String name) {
    @Nullable Map<String, String> all = meta.getAnnotations();
    return Optional.ofNullable(all)
        .map(annotations -> annotations.get(name))
        .filter(value -> !value.isEmpty())
        .map(value -> Truncation.withHash(value, StatusBudget.REQUEST));
  }
}
