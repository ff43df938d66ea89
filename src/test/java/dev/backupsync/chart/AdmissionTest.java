package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.statemachine.RunSettings;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart's admission policies refuse. */
class AdmissionTest {
  private static final Rendered CHART =
      Rendered.with(
          """
          allowedHosts: ["*.example.com", 10.0.0.1, "[fd00::1]", management.azure.com, login.microsoftonline.com]
          admission:
            enabled: true
            maxConcurrentSyncs: 6
            minPollInterval: 20s
            minCheckInterval: 5m
            maxTimeout: 6h
          """);
  private static final Admission EDITOR =
      new Admission(CHART, "editor", Set.of("get", "update", "patch"));
  private static final Admission ONLY_PATCHES =
      new Admission(CHART, "on-call", Set.of("get", "patch"));
  private static final Admission OPERATOR =
      new Admission(
          CHART, "system:serviceaccount:backup:sync-backup-sync-operator", Set.of("get", "patch"));
  private static final String STORED =
      """
      metadata: {labels: {a: b}, annotations: {c: d, backupsync.dev/requested-at: "1"}}
      spec: {timeout: 12h}
      """;

  @Test
  void areNotThereUnlessTheyAreAskedForAndEachIsBound() {
    assertThat(Rendered.with("").all(ValidatingAdmissionPolicy.class)).isEmpty();
    assertThat(CHART.all(ValidatingAdmissionPolicyBinding.class))
        .extracting(binding -> binding.getSpec().getPolicyName())
        .containsExactlyInAnyOrderElementsOf(
            CHART.all(ValidatingAdmissionPolicy.class).stream()
                .map(policy -> policy.getMetadata().getName())
                .toList());
    assertThat(CHART.all(ValidatingAdmissionPolicyBinding.class))
        .allSatisfy(b -> assertThat(b.getSpec().getValidationActions()).containsExactly("Deny"));
  }

  @ParameterizedTest(name = "{0} {1} → {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          veeamconnections | url: https://vb365.example.com:4443                                                | allowed
          veeamconnections | url: https://VB365.Example.com                                                     | allowed
          veeamconnections | url: https://10.0.0.1:4443/path                                                    | allowed
          veeamconnections | 'url: "https://[fd00::1]:4443"'                                                    | allowed
          veeamconnections | url: https://vb365.example.org                                                     | spec.url must lead
          veeamconnections | url: https://vb365.example.com.evil.org                                            | spec.url must lead
          veeamconnections | url: https://evil.org/vb365.example.com                                            | spec.url must lead
          veeamconnections | url: https://vb365.example.com@evil.org                                            | spec.url must lead
          veeamconnections | url: https://10x0.0.1                                                              | spec.url must lead
          veeamconnections | '{url: "https://a.example.com", tls: {insecureSkipVerify: true}}'                  | spec.tls.insecureSkipVerify must not be true
          veeamconnections | '{url: "https://a.example.com", tls: {insecureSkipVerify: false}}'                 | allowed
          veeamconnections | '{url: "https://a.example.com", maxConcurrentSyncs: 7}'                            | spec.maxConcurrentSyncs must be 6
          veeamconnections | '{url: "https://a.example.com", maxConcurrentSyncs: 6}'                            | allowed
          azureconnections | maxConcurrentSyncs: 6                                                              | allowed
          azureconnections | '{}'                                                                               | spec.maxConcurrentSyncs must be 6
          azureconnections | '{cloud: China, maxConcurrentSyncs: 1}'                                            | spec.cloud must lead
          azureconnections | '{cloud: Public, maxConcurrentSyncs: 1, trustedHosts: [a.example.com]}'            | allowed
          azureconnections | '{cloud: Public, maxConcurrentSyncs: 1, trustedHosts: [a.example.com, evil.org]}'  | spec.trustedHosts must lead
          azureconnections | '{cloud: Custom, endpoint: "https://a.example.com/", authorityHost: "https://evil.org", maxConcurrentSyncs: 1}' | spec.authorityHost must lead
          azureconnections | '{cloud: Custom, endpoint: "https://evil.org", authorityHost: "https://a.example.com", maxConcurrentSyncs: 1}'  | spec.endpoint must lead
          repositorysyncs     | '{timeout: 6h, pollInterval: 20s}'                                              | allowed
          repositorysyncs     | '{timeout: 6h1s, pollInterval: 20s}'                                            | spec.timeout must be 6h
          repositorysyncs     | '{pollInterval: 20s}'                                                           | spec.timeout must be 6h
          backupinstancesyncs | '{timeout: 1h}'                                                                 | spec.pollInterval must be 20s
          backupinstancesyncs | '{timeout: 1h, pollInterval: 1m, checkInterval: 4m}'                            | spec.checkInterval must be 5m
          backupinstancesyncs | '{timeout: 1h, pollInterval: 1m, checkInterval: 1h30m}'                         | allowed
          """)
  void judgeNewSpecs(String resource, String spec, String verdict) {
    var broken = EDITOR.create(resource, "metadata: {}\nspec: {%s}".formatted(bare(spec)));

    if (verdict.equals("allowed")) {
      assertThat(broken).isEmpty();
    } else {
      assertThat(broken).singleElement().asString().startsWith(verdict);
    }
  }

  private static String bare(String spec) {
    return spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : spec;
  }

  @Test
  void leaveAloneWhatIsStoredAndNotChanged() {
    var labelled = STORED.replace("{a: b}", "{a: c}");

    assertThat(EDITOR.update("repositorysyncs", STORED, labelled)).isEmpty();
    assertThat(EDITOR.update("repositorysyncs", STORED, STORED.replace("12h", "13h"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {labels: {a: b}, annotations: {c: d, backupsync.dev/requested-at: \"2\"}}",
        "metadata: {labels: {a: b}, annotations: {c: d, backupsync.dev/requested-at: \"1\","
            + " backupsync.dev/cancel-requested-at: \"1\"}}",
        "metadata: {labels: {a: b}, annotations: {c: d}}"
      })
  void whoeverMayOnlyPatchMayAskForRunsAndCancelThem(String metadata) {
    assertThat(ONLY_PATCHES.update("repositorysyncs", STORED, metadata + "\nspec: {timeout: 12h}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{metadata: {labels: {a: b}, annotations: {c: d}}, spec: {timeout: 12h, suspend: true}}",
        "{metadata: {labels: {a: c}, annotations: {c: d}}, spec: {timeout: 12h}}",
        "{metadata: {labels: {a: b}, annotations: {c: e}}, spec: {timeout: 12h}}",
        "{metadata: {labels: {a: b}}, spec: {timeout: 12h}}",
        "{metadata: {labels: {a: b}, annotations: {c: d, e: f}}, spec: {timeout: 12h}}",
        "{metadata: {labels: {a: b}, annotations: {c: d}, finalizers: [x]}, spec: {timeout: 12h}}",
        "{metadata: {labels: {a: b}, annotations: {c: d}, ownerReferences: [{uid: x}]}, spec:"
            + " {timeout: 12h}}"
      })
  void whoeverMayOnlyPatchMayChangeNothingElse(String after) {
    assertThat(ONLY_PATCHES.update("backupinstancesyncs", STORED, after)).isNotEmpty();
  }

  @Test
  void neverHinderTheOperatorsOwnFinalizer() {
    var finalizer = STORED.replace("labels:", "finalizers: [backupsync.dev/cancel], labels:");

    assertThat(OPERATOR.update("repositorysyncs", STORED, finalizer)).isEmpty();
    assertThat(ONLY_PATCHES.update("repositorysyncs", STORED, finalizer)).isNotEmpty();
    assertThat(CHART.pod().getServiceAccountName()).isEqualTo("sync-backup-sync-operator");
  }

  /** What is left out of a spec is judged by what the operator makes of it. */
  @Test
  void knowTheOperatorsDefaults() {
    var text = CHART.all(ValidatingAdmissionPolicy.class).toString();

    assertThat(RunSettings.DEFAULT.timeout()).hasHours(12);
    assertThat(RunSettings.DEFAULT.pollInterval()).hasSeconds(15);
    assertThat(Stream.of(AzureCloud.values()).flatMap(cloud -> CloudEndpoints.of(cloud).stream()))
        .isNotEmpty()
        .allSatisfy(
            cloud ->
                assertThat(text)
                    .contains("'" + cloud.endpoint() + "'", "'" + cloud.authorityHost() + "'"));
  }
}
