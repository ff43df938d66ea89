package dev.backupsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A manifest that people copy from a page is taken by the API server, with all of its fields. */
@OnApiServer
class ManifestsIT {
  private static final String NAMESPACE = "docs-" + UUID.randomUUID().toString().substring(0, 8);

  /** What kustomize reads never reaches an API server. */
  private static final String KUSTOMIZATION = "apiVersion: kustomize.config.k8s.io/";

  /** Of the chart, YAML is values and not manifests: ChartTest renders them. */
  static Stream<Arguments> manifests() {
    return Page.all()
        .filter(page -> !page.path().startsWith("helm"))
        .flatMap(
            page ->
                page.blocks("yaml").stream()
                    .filter(yaml -> !yaml.contains(KUSTOMIZATION))
                    .map(yaml -> Arguments.of(page, yaml)));
  }

  @BeforeAll
  static void makeTheNamespace() {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    ApiServer.shared().client().namespaces().resource(namespace).create();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isAcceptedByTheApiServer(Page page, String yaml) {
    var applied =
        ApiServer.shared()
            .kubectl()
            .runWith(
                yaml,
                "-n",
                NAMESPACE,
                "apply",
                "--validate=true",
                "--dry-run=server",
                "--filename=-");

    assertThat(applied.exitCode()).as("%s: %s", page, applied.output()).isZero();
  }
}
