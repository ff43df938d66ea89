package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesTokenRefreshTest {
  static List<Named<UnaryOperator<ConfigBuilder>>> tokens() {
    return List.of(
        Named.of("a token", config -> config.withOauthToken("t")),
        Named.of("a service account's token", config -> config.withAutoOAuthToken("t")),
        Named.of("a provider of tokens", config -> config.withOauthTokenProvider(() -> "t")),
        Named.of("a password", config -> config.withUsername("u").withPassword("p")));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void isNeededWhereACertificateIsNotAll(UnaryOperator<ConfigBuilder> token) {
    assertThat(KubernetesTokenRefresh.isNeeded(token.apply(certified()).build())).isTrue();
  }

  @Test
  void isNotNeededWithACertificateAlone() {
    assertThat(KubernetesTokenRefresh.isNeeded(certified().build())).isFalse();
  }

  @Test
  void isNeededWhereNothingIsKnown() {
    assertThat(KubernetesTokenRefresh.isNeeded(new ConfigBuilder(Config.empty()).build())).isTrue();
  }

  private static ConfigBuilder certified() {
    return new ConfigBuilder(Config.empty()).withClientCertFile("client.crt");
  }
}
