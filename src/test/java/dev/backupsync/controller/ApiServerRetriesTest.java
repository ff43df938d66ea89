package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.backupsync.api.v1alpha1.RepositorySync;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerRetriesTest {
  private final ApiServerRetries retries = new ApiServerRetries();

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 401, 403, 409, 422, 429, 500, 503})
  void whateverTheApiServerAnswersTheObjectIsLookedAtAgainEverMoreSlowly(int code) {
    Supplier<Requeue> refused =
        () -> {
          throw new KubernetesClientException("refused", code, null);
        };

    assertThat(LongStream.range(0, 3).map(_ -> delay(refused)))
        .containsExactly(1000L, 1500L, 2250L);
    delay(Requeue::never);
    assertThat(delay(refused)).isEqualTo(1000);
    retries.forget(ResourceID.fromResource(sync()));
    assertThat(delay(refused)).isEqualTo(1000);
  }

  @Test
  void theFrameworksOwnTroubleWithItIsTheSame() {
    var conflict = new KubernetesClientException("changed", 409, null);

    assertThat(
            delay(
                () -> {
                  throw new OperatorException("no more", conflict);
                }))
        .isEqualTo(1000);
  }

  @Test
  void aBugIsLeftToTheFramework() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                delay(
                    () -> {
                      throw new UnsupportedOperationException();
                    }));
  }

  private long delay(Supplier<Requeue> look) {
    return retries.reconcile(sync(), look).delay().map(Duration::toMillis).orElse(0L);
  }

  private static RepositorySync sync() {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName("mail");
    return sync;
  }
}
