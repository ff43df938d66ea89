package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the CRDs from the records, and mends what the generator leaves out: unwrapped options, the
 * order of printer columns, the default that tells an object which nobody has looked at, that a
 * resource without spec is refused, that a status is not held to the rules of a spec (the operator
 * must be able to write what it saw), and what is said of kinds, specs, statuses and of Kubernetes'
 * own types.
 */
final class CrdGeneration implements CRDPostProcessor {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          RepositorySync.class,
          BackupInstanceSync.class,
          VeeamConnection.class,
          AzureConnection.class);

  private static final Map<String, Class<? extends HasMetadata>> BY_NAME =
      KINDS.stream()
          .collect(Collectors.toMap(HasMetadata::getFullResourceName, Function.identity()));

  static void into(Path folder) {
    new CRDGenerator()
        .customResourceClasses(KINDS)
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withPostProcessor(new CrdGeneration())
        .inOutputDir(folder.toFile())
        .generate();
  }

  @Override
  public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
    var definition = (CustomResourceDefinition) crd;
    var kind = BY_NAME.get(definition.getMetadata().getName());
    definition
        .getSpec()
        .getVersions()
        .forEach(
            version -> {
              requireSpec(version);
              unwrapOptions(version);
              acceptAnyStatus(version);
              describe(version, kind);
              orderColumns(version, columnsOf(kind));
            });
    return definition;
  }

  private static void requireSpec(CustomResourceDefinitionVersion version) {
    version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
  }

  /** The generator does not know Jackson's JsonUnwrapped. */
  private static void unwrapOptions(CustomResourceDefinitionVersion version) {
    var spec = spec(version).getProperties();
    spec.putAll(spec.remove("options").getProperties());
  }

  private static JSONSchemaProps spec(CustomResourceDefinitionVersion version) {
    return version.getSchema().getOpenAPIV3Schema().getProperties().get("spec");
  }

  private static void describe(
      CustomResourceDefinitionVersion version, Class<? extends HasMetadata> kind) {
    var root = version.getSchema().getOpenAPIV3Schema();
    var parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    root.setDescription(described(kind));
    spec(version).setDescription(described((Class<?>) parts[0]));
    var status = root.getProperties().get("status");
    status.setDescription(described((Class<?>) parts[1]));
    KubernetesTypes.conditions(status.getProperties().get("conditions"));
    Optional.ofNullable(spec(version).getProperties().get("allowedNamespaces"))
        .map(allowed -> allowed.getProperties().get("selector"))
        .ifPresent(KubernetesTypes::labelSelector);
  }

  private static String described(Class<?> type) {
    return type.getAnnotation(JsonClassDescription.class).value();
  }

  private static void acceptAnyStatus(CustomResourceDefinitionVersion version) {
    var status = version.getSchema().getOpenAPIV3Schema().getProperties().get("status");
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    relax(status);
    version.getSelectableFields().removeIf(field -> field.getJsonPath().startsWith(".status."));
  }

  private static void relax(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(null);
    schema.setPattern(null);
    schema.setMinLength(null);
    schema.setMaxLength(null);
    schema.setEnum(null); // a newer release may write more words, and after a rollback they stay
    schema.getProperties().values().forEach(CrdGeneration::relax);
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      relax(schema.getItems().getSchema());
    }
  }

  /** The generator sorts columns by their path. */
  private static void orderColumns(CustomResourceDefinitionVersion version, List<String> order) {
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
  }

  private static List<String> columnsOf(Class<? extends HasMetadata> kind) {
    return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }
}
