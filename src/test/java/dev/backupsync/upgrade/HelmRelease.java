package dev.backupsync.upgrade;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import dev.backupsync.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.function.UnaryOperator;

/** A release of the chart of one version, then of another one; without the CRDs. */
record HelmRelease(ApiServer api, String namespace, String name) {
  void install(Shipped version) {
    new Helm(version.chart())
        .install()
        .withName(name)
        .withNamespace(namespace)
        .createNamespace()
        .withKubeConfig(api.kubeconfig())
        .skipCrds()
        .call();
  }

  void upgrade(Shipped version) {
    upgrade(version, UnaryOperator.identity());
  }

  void upgrade(Shipped version, UnaryOperator<UpgradeCommand> how) {
    var command =
        new Helm(version.chart())
            .upgrade()
            .withName(name)
            .withNamespace(namespace)
            .withKubeConfig(api.kubeconfig())
            .set("crds.install", "false");
    how.apply(command).call();
  }

  /** As its pods are told. */
  String lease() {
    var deployments = api.client().apps().deployments().inNamespace(namespace);
    var template =
        deployments.withName(name + "-backup-sync-operator").require().getSpec().getTemplate();
    return template.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals("LEASE_NAME"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }
}
