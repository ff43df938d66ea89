package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Evaluates the CRDs' CEL rules with a CEL library, because the tests' API server is older than
 * they are: what they forbid, the operator refuses as well.
 */
class CelRulesTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @ParameterizedTest(name = "{0}.{1} {2} → {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repositorysyncs   | repository | {id: a}                                        | allowed
          repositorysyncs   | repository | {name: a}                                      | allowed
          repositorysyncs   | repository | {}                                             | exactly one of id and name must be set
          repositorysyncs   | repository | {id: a, name: b}                               | exactly one of id and name must be set
          veeamconnections  | allowedNamespaces | {from: Same}                            | allowed
          veeamconnections  | allowedNamespaces | {from: Selector, selector: {}}          | allowed
          veeamconnections  | allowedNamespaces | {from: Selector}                        | selector must be set if from is Selector, and only then
          azureconnections  | allowedNamespaces | {from: All, selector: {}}               | selector must be set if from is Selector, and only then
          azureconnections  | credential | {type: ManagedIdentity}                        | allowed
          azureconnections  | credential | {type: ClientSecret, secretRef: {name: s}}     | allowed
          azureconnections  | credential | {type: ClientSecret}                           | secretRef must be set for ClientSecret and ClientCertificate, and only then
          azureconnections  | credential | {type: WorkloadIdentity, secretRef: {name: s}} | secretRef must be set for ClientSecret and ClientCertificate, and only then
          azureconnections  | credential | {type: WorkloadIdentity, serviceAccountRef: {name: s}} | allowed
          azureconnections  | credential | {type: ManagedIdentity, serviceAccountRef: {name: s}}  | serviceAccountRef must be set for WorkloadIdentity only
          azureconnections  | ''         | {tenantId: t, clientId: c, credential: {type: WorkloadIdentity, serviceAccountRef: {name: s}}} | allowed
          azureconnections  | ''         | {clientId: c, credential: {type: WorkloadIdentity, serviceAccountRef: {name: s}}} | tenantId and clientId must be set with serviceAccountRef
          azureconnections  | ''         | {credential: {type: ManagedIdentity}}          | allowed
          azureconnections  | ''         | {cloud: Public, endpoint: e, credential: {type: ManagedIdentity}} | endpoint and authorityHost must be set if cloud is Custom; they and scope only then
          azureconnections  | ''         | {scope: e, credential: {type: ManagedIdentity}} | endpoint and authorityHost must be set if cloud is Custom; they and scope only then
          azureconnections  | ''         | {cloud: Custom, endpoint: e, credential: {type: ManagedIdentity}} | endpoint and authorityHost must be set if cloud is Custom; they and scope only then
          azureconnections  | ''         | {cloud: Custom, endpoint: e, authorityHost: a, credential: {type: ManagedIdentity}} | allowed
          azureconnections  | ''         | {credential: {type: ClientSecret}, clientId: c} | tenantId and clientId must be set for ClientSecret and ClientCertificate
          azureconnections  | ''         | {credential: {type: ClientSecret}, clientId: c, tenantId: t} | allowed
          """)
  void judges(String crd, String field, String value, String verdict) throws Exception {
    var broken =
        rules(crd, field).stream()
            .filter(rule -> !holds(rule.get("rule").asText(), value))
            .map(rule -> rule.get("message").asText())
            .toList();

    assertThat(broken).isEqualTo("allowed".equals(verdict) ? List.of() : List.of(verdict));
  }

  private static List<JsonNode> rules(String crd, String field) throws IOException {
    var file = Path.of("crds", crd + ".backupsync.dev.yaml").toFile();
    var spec = YAML.readTree(file).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    var place = field.isEmpty() ? spec : spec.path("properties").path(field);
    var rules = place.path("x-kubernetes-validations").valueStream().toList();
    assertThat(rules).isNotEmpty();
    return rules;
  }

  private static boolean holds(String rule, String self) {
    try {
      var compiler =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addVar("self", SimpleType.DYN)
              .setResultType(SimpleType.BOOL)
              .build();
      var program =
          CelRuntimeFactory.legacyCelRuntimeBuilder()
              .build()
              .createProgram(compiler.compile(rule).getAst());
      var object = new ObjectMapper().convertValue(YAML.readTree(self), OBJECT);
      return (Boolean) program.eval(Map.of("self", object));
    } catch (CelValidationException | CelEvaluationException | IOException e) {
      throw new AssertionError(rule, e);
    }
  }
}
