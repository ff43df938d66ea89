package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's roles let people do: asked of a real API server, and tried by such people. */
@OnApiServer
class RightsIT {
  private static final String TEAM = "rights";
  private static final Set<String> VERBS =
      Set.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
  private static final String SYNC =
      """
      apiVersion: backupsync.dev/v1alpha1
      kind: RepositorySync
      metadata: {name: %s, namespace: rights}
      spec: {connectionRef: {name: vb365}, repository: {name: Mail}}
      """;

  @BeforeAll
  static void giveEachRoleToSomebody() {
    PeoplesRoles.install();
    var client = ApiServer.shared().client();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(TEAM).endMetadata().build())
        .create();
    PeoplesRoles.AGGREGATED.forEach(role -> bind(client, role, role));
    PeoplesRoles.names().forEach(role -> bind(client, role, PeoplesRoles.PREFIX + role));
  }

  private static void bind(KubernetesClient client, String user, String role) {
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(user)
                .withNamespace(TEAM)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
  }

  @ParameterizedTest
  @CsvSource({
    "view, get list watch, ''",
    "edit, get list watch create update patch delete deletecollection, ''",
    "admin, get list watch create update patch delete deletecollection, ''",
    "syncs-view, get list watch, ''",
    "syncs-edit, create update patch delete deletecollection, ''",
    "syncs-operate, get list watch patch, ''",
    "connections-view, '', get list watch",
    "connections-edit, '', get list watch create update patch delete deletecollection"
  })
  void syncsAndConnectionsAreApart(String user, String onSyncs, String onConnections) {
    for (var syncs : List.of("repositorysyncs", "backupinstancesyncs")) {
      assertThat(verbs(user, syncs, "")).isEqualTo(words(onSyncs));
      assertThat(verbs(user, syncs, "status")).as("status").isEmpty();
    }
    for (var connections : List.of("veeamconnections", "azureconnections")) {
      assertThat(verbs(user, connections, "")).isEqualTo(words(onConnections));
      assertThat(verbs(user, connections, "status")).as("status").isEmpty();
    }
  }

  private static Set<String> words(String text) {
    return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
  }

  private static Set<String> verbs(String user, String resource, String subresource) {
    return VERBS.stream()
        .filter(verb -> PeoplesRoles.may(user, verb, "backupsync.dev", resource, subresource, TEAM))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void anEditorWorksWithSyncsAndTouchesNeitherStatusNorConnections() {
    try (var editor = PeoplesRoles.as("edit")) {
      editor.load(stream(SYNC.formatted("edited"))).create();
      annotate(editor, "edited");

      assertRefused(
          () -> sync(editor, "edited").subresource("status").patch(merge(), "{\"status\": {}}"));
      assertRefused(
          () ->
              editor
                  .load(
                      stream(
                          """
                          apiVersion: backupsync.dev/v1alpha1
                          kind: VeeamConnection
                          metadata: {name: vb365, namespace: rights}
                          spec: {url: "https://evil.example.com", credentialsSecretRef: {name: x}}
                          """))
                  .create());
      sync(editor, "edited").delete();
    }
  }

  @Test
  void whoeverOperatesSyncsAnnotatesThemAndNeitherMakesNorDeletesAny() {
    ApiServer.shared().client().load(stream(SYNC.formatted("operated"))).create();

    try (var operator = PeoplesRoles.as("syncs-operate")) {
      annotate(operator, "operated");

      assertRefused(() -> sync(operator, "operated").delete());
      assertRefused(() -> operator.load(stream(SYNC.formatted("another"))).create());
      assertRefused(
          () ->
              sync(operator, "operated").subresource("status").patch(merge(), "{\"status\": {}}"));
    }
    sync(ApiServer.shared().client(), "operated").delete();
  }

  @Test
  void aViewerOnlyLooks() {
    ApiServer.shared().client().load(stream(SYNC.formatted("viewed"))).create();

    try (var viewer = PeoplesRoles.as("view")) {
      assertThat(sync(viewer, "viewed").get()).isNotNull();
      assertRefused(() -> annotate(viewer, "viewed"));
      assertRefused(() -> viewer.secrets().inNamespace(TEAM).list());
    }
    sync(ApiServer.shared().client(), "viewed").delete();
  }

  private static void annotate(KubernetesClient client, String name) {
    var annotated =
        sync(client, name)
            .patch(
                merge(),
                "{\"metadata\": {\"annotations\": {\"backupsync.dev/requested-at\": \"1\"}}}");
    assertThat(annotated.getMetadata().getAnnotations())
        .isEqualTo(Map.of("backupsync.dev/requested-at", "1"));
  }

  private static Resource<RepositorySync> sync(KubernetesClient client, String name) {
    return client.resources(RepositorySync.class).inNamespace(TEAM).withName(name);
  }

  private static PatchContext merge() {
    return PatchContext.of(PatchType.JSON_MERGE);
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }
}
