package dev.backupsync.gitops;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Judges objects as Flux does by the {@code healthCheckExprs} of a Kustomization.
 *
 * @param checks one for each kind
 */
record FluxHealthChecks(List<Map<String, Object>> checks) {
  private static final Path FILE = Path.of("deploy", "flux", "health-checks.yaml");
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("apiVersion", SimpleType.DYN)
          .addVar("kind", SimpleType.DYN)
          .addVar("metadata", SimpleType.DYN)
          .addVar("spec", SimpleType.DYN)
          .addVar("status", SimpleType.DYN)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder().build();

  /** Those of the Kustomization of this name. */
  static FluxHealthChecks of(String kustomization) {
    var found =
        ObjectFile.documents(FILE)
            .filter(one -> kustomization.equals(ObjectFile.map(one.get("metadata")).get("name")))
            .findFirst()
            .orElseThrow();
    return new FluxHealthChecks(
        ObjectFile.list(ObjectFile.map(found.get("spec")), "healthCheckExprs"));
  }

  /** What an object of another generation is, Flux knows without asking. */
  String judge(Map<String, Object> object) {
    var status = ObjectFile.map(object.get("status"));
    var generation = ObjectFile.map(object.get("metadata")).get("generation");
    if (status.containsKey("observedGeneration")
        && !Objects.equals(status.get("observedGeneration"), generation)) {
      return "InProgress";
    }
    var check = check(object);
    if (holds(check, "inProgress", object)) {
      return "InProgress";
    }
    if (holds(check, "failed", object)) {
      return "Failed";
    }
    return holds(check, "current", object) ? "Current" : "InProgress";
  }

  private Map<String, Object> check(Map<String, Object> object) {
    return checks.stream()
        .filter(check -> check.get("kind").equals(object.get("kind")))
        .filter(check -> check.get("apiVersion").equals(object.get("apiVersion")))
        .findFirst()
        .orElseThrow();
  }

  private static boolean holds(
      Map<String, Object> check, String expression, Map<String, Object> object) {
    var text = (String) check.get(expression);
    try {
      return text != null
          && (Boolean) RUNTIME.createProgram(COMPILER.compile(text).getAst()).eval(object);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }
}
