package dev.backupsync.scenario.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Schemas;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A CRD with words that this release does not know, and objects that use them: each costs itself
 * its service, and nobody else.
 */
@OnApiServer
class NewerWordsIT {
  private static final String WORD = "Newer";
  private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.withCrds();
    Schemas.crds().forEach(NewerWordsIT::extend);
  }

  private static void extend(CustomResourceDefinition crd) {
    api.client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(
            known -> {
              Schemas.addWord(Schemas.spec(known), WORD);
              Schemas.spec(known).setXKubernetesValidations(List.of());
              return known;
            });
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void whoUsesThemIsToldAndAllOthersAreServed() {
    try (var both = new BothVendors(new Stage(api.client()))) {
      both.stage().operate();
      both.create();
      both.awaitRunning();
      createEach(both.stage());
      awaitTold(both.stage());
      both.finish();
      both.awaitSuccess();

      both.stage().stopOperator(); // and with such objects there from the start
      both.stage().operate();
      both.request();
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.assertOneStartPerTrigger();
    }
  }

  @Test
  void aRunInFlightIsFollowedAndAWordThatIsCorrectedServes() {
    try (var both = new BothVendors(new Stage(api.client()))) {
      both.stage().operate();
      both.create();
      both.awaitRunning();

      both.each(
          vendor ->
              both.stage().patch(vendor.kind(), "sync", "{\"spec\": {\"runPolicy\": \"Newer\"}}"));
      both.finish();
      both.each(
          vendor -> {
            both.stage().awaitReason(vendor.kind(), "sync", "InvalidSpec");
            var status = both.stage().get(vendor.kind(), "sync").getStatus();
            assertThat(status.lastRun().result().state()).isEqualTo(SyncState.SUCCEEDED);
          });

      both.each(
          vendor -> both.stage().patch(vendor.kind(), "sync", "{\"spec\": {\"runPolicy\": null}}"));
      both.awaitSuccess();
      both.request();
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.assertOneStartPerTrigger();
    }
  }

  /** One object for every field that takes only certain words. */
  private static void createEach(Stage stage) {
    Schemas.enums().forEach(field -> api.client().resource(object(stage, field)).create());
  }

  private static void awaitTold(Stage stage) {
    Schemas.enums()
        .forEach(
            field ->
                Stage.awaitUntil(
                    () ->
                        api.client()
                            .resource(object(stage, field))
                            .get()
                            .toString()
                            .contains(field.told() + ": '" + WORD + "'")));
  }

  @SuppressWarnings("unchecked")
  private static GenericKubernetesResource object(Stage stage, Schemas.Field field) {
    var word = field.spec(JsonNodeFactory.instance.textNode(WORD));
    var spec = valid(field.kind());
    merge(spec, api.client().getKubernetesSerialization().convertValue(word, Map.class));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("backupsync.dev/v1alpha1")
        .withKind(field.kind())
        .withNewMetadata()
        .withNamespace(stage.namespace())
        .withName(String.join("-", field.path()).toLowerCase(Locale.ROOT))
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> spec, Map<String, Object> more) {
    more.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map && spec.get(name) instanceof Map<?, ?> before) {
            merge((Map<String, Object>) before, (Map<String, Object>) map);
          } else {
            spec.put(name, value);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> valid(String kind) {
    var yaml =
        switch (kind) {
          case "RepositorySync" -> "{connectionRef: {name: vb365}, repository: {name: Nothing}}";
          case "BackupInstanceSync" ->
              "{connectionRef: {name: azure}, subscriptionId: 04cf684a-d41f-4550-9f70-7708a3a2283b,"
                  + " resourceGroup: g, vaultName: vault, backupInstanceName: i}";
          case "VeeamConnection" ->
              "{url: 'https://localhost:1', credentialsSecretRef: {name: x},"
                  + " tls: {caBundleRef: {name: ca}}, allowedNamespaces: {from: Same}}";
          case "AzureConnection" ->
              "{credential: {type: ManagedIdentity}, tls: {caBundleRef: {name: ca}},"
                  + " allowedNamespaces: {from: Same}}";
          default -> throw new IllegalArgumentException(kind);
        };
    return api.client().getKubernetesSerialization().unmarshal("---\n" + yaml, Map.class);
  }
}
