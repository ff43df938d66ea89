package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a reconcile, at growing intervals, if the API server refused something or did not answer,
 * and logs one line that names the object. The framework would log a stack trace that names no
 * object, and such answers are normal in every cluster.
 */
final class ApiServerRetries {
  private static final Logger log = LoggerFactory.getLogger(ApiServerRetries.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int LONGEST_MESSAGE = 512;

  private final Map<ResourceID, Integer> failures = new ConcurrentHashMap<>();

  /** Reconciles; throws only exceptions that have nothing to do with the API server. */
  Requeue reconcile(HasMetadata object, Supplier<Requeue> look) {
    var id = ResourceID.fromResource(object);
    try {
      var next = look.get();
      failures.remove(id);
      return next;
    } catch (KubernetesClientException | OperatorException e) {
      FatalErrors.check(e);
      var wait = Backoff.after(failures.merge(id, 1, Integer::sum));
      try (var _ = LogContext.of(object)) {
        tell(e, wait);
      }
      return Requeue.after(Stream.of(wait));
    }
  }

  /** The object is gone. */
  void forget(ResourceID id) {
    failures.remove(id);
  }

  private static void tell(RuntimeException thrown, Duration wait) {
    var answer = answer(thrown);
    var code = answer.map(KubernetesClientException::getCode);
    if (code.filter(ApiServerRetries::isExpected).isPresent()) {
      log.info("{}; looking again in {} ms", expected(code.get()), wait.toMillis());
    } else {
      var said = Objects.requireNonNullElse(thrown.getMessage(), "no reason is given");
      log.warn(
          "The API server refused what must be done: {}; looking again in {} ms",
          Truncation.forDisplay(said, LONGEST_MESSAGE),
          wait.toMillis());
    }
  }

  /** The framework wraps some of these exceptions. */
  private static Optional<KubernetesClientException> answer(RuntimeException thrown) {
    return Stream.of(thrown, thrown.getCause())
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .findFirst();
  }

  private static boolean isExpected(int code) {
    return code == HttpURLConnection.HTTP_CONFLICT
        || code == TOO_MANY_REQUESTS
        || code >= HttpURLConnection.HTTP_INTERNAL_ERROR
        || isSilence(code);
  }

  /** Whether this code stands for no answer at all. */
  private static boolean isSilence(int code) {
    return code <= 0;
  }

  private static String expected(int code) {
    if (code == HttpURLConnection.HTTP_CONFLICT) {
      return "It was changed by somebody else while it was written (HTTP 409)";
    }
    return isSilence(code)
        ? "The API server cannot be reached"
        : "The API server answered HTTP " + code;
  }
}
