package dev.backupsync.gitops;

import java.util.stream.Collectors;

/** The patch of Argo CD's ConfigMap that has our scripts, for versions that do not bring them. */
final class ArgoCdConfig {
  private static final String HEAD =
      """
      # A patch of Argo CD's own ConfigMap: health and actions of the four kinds, made of the scripts below
      # resource_customizations/. docs/how-to/argocd.md says how to apply it.
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: argocd-cm
      data:
      """;

  private ArgoCdConfig() {}

  static String yaml() {
    return HEAD
        + Customization.all()
            .map(kind -> health(kind) + (kind.hasActions() ? actions(kind) : ""))
            .collect(Collectors.joining());
  }

  static String key(String what, Customization kind) {
    return "resource.customizations.%s.%s_%s".formatted(what, Customization.GROUP, kind);
  }

  private static String health(Customization kind) {
    return entry(key("health", kind), kind.health());
  }

  private static String actions(Customization kind) {
    return entry(
        key("actions", kind),
        "discovery.lua: |\n"
            + kind.discovery().indent(2)
            + "definitions:\n"
            + Customization.ACTIONS.stream()
                .map(name -> definition(name, kind.action(name)))
                .collect(Collectors.joining()));
  }

  private static String definition(String name, String script) {
    return "- name: %s\n  action.lua: |\n".formatted(name) + script.indent(4);
  }

  private static String entry(String key, String text) {
    return "  %s: |\n".formatted(key) + text.indent(4).replaceAll("(?m)^ +$", "");
  }
}
