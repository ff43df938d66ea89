package dev.backupsync.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges requests by rendered admission policies with a CEL library, because the tests' API server
 * is older than such policies.
 *
 * @param mayDo the verbs that the requester has on the object
 */
record Admission(Rendered chart, String user, Set<String> mayDo) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final List<String> STEPS = List.of("group", "resource", "namespace", "name");

  List<String> create(String resource, String object) {
    return judge("CREATE", resource, read(object), Map.of());
  }

  List<String> update(String resource, String before, String after) {
    return judge("UPDATE", resource, read(after), read(before));
  }

  /** The messages of the rules that the request breaks. */
  private List<String> judge(
      String operation, String resource, Map<String, Object> object, Map<String, Object> before) {
    var variables =
        Map.of(
            "object",
            object,
            "oldObject",
            before,
            "authorizer",
            String.join(" ", mayDo),
            "request",
            Map.of(
                "operation",
                operation,
                "namespace",
                "team",
                "name",
                "it",
                "resource",
                Map.of("group", "backupsync.dev", "resource", resource),
                "userInfo",
                Map.of("username", user)));
    return chart.all(ValidatingAdmissionPolicy.class).stream()
        .map(ValidatingAdmissionPolicy::getSpec)
        .filter(
            policy ->
                policy.getMatchConstraints().getResourceRules().stream()
                    .anyMatch(
                        rule ->
                            rule.getResources().contains(resource)
                                && rule.getOperations().contains(operation)))
        .filter(
            policy ->
                policy.getMatchConditions().stream()
                    .allMatch(condition -> holds(condition.getExpression(), variables)))
        .flatMap(policy -> policy.getValidations().stream())
        .filter(rule -> !holds(rule.getExpression(), variables))
        .map(rule -> rule.getMessage())
        .toList();
  }

  private static boolean holds(String expression, Map<String, Object> variables) {
    try {
      var program = runtime().createProgram(compiler().compile(expression).getAst());
      return (Boolean) program.eval(variables);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(expression, e);
    }
  }

  private static CelCompiler compiler() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .addVar("authorizer", SimpleType.DYN)
            .addFunctionDeclarations(member("check"), member("allowed"))
            .setResultType(SimpleType.BOOL);
    STEPS.forEach(step -> builder.addFunctionDeclarations(member(step)));
    return builder.build();
  }

  /** Of the authorizer, which is the verbs that it allows: every step takes a text but the last. */
  private static CelFunctionDecl member(String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        name.equals("allowed")
            ? CelOverloadDecl.newMemberOverload(name + "_of", SimpleType.BOOL, SimpleType.DYN)
            : CelOverloadDecl.newMemberOverload(
                name + "_of", SimpleType.DYN, SimpleType.DYN, SimpleType.STRING));
  }

  private static CelRuntime runtime() {
    var builder =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .addFunctionBindings(
                CelFunctionBinding.from(
                    "check_of",
                    String.class,
                    String.class,
                    (verbs, verb) -> List.of(verbs.split(" ")).contains(verb)),
                CelFunctionBinding.from("allowed_of", Object.class, answer -> answer));
    STEPS.forEach(
        step ->
            builder.addFunctionBindings(
                CelFunctionBinding.from(
                    step + "_of", Object.class, String.class, (before, _) -> before)));
    return builder.build();
  }

  private static Map<String, Object> read(String object) {
    try {
      return YAML.readValue(object, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
