package dev.backupsync.chart;

import static java.util.stream.Collectors.partitioningBy;

import dev.backupsync.cluster.OperatorProcess;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * The pod of {@code helm test}, run as a process, for there is no kubelet that would: with the
 * arguments of its container and a token of its ServiceAccount, after what is to be there before
 * it.
 */
record SelfTestPod(Release release, List<String> arguments) {
  private static final String TIMEOUT = "--timeout=";

  /** Makes what Helm makes before the pod. */
  static SelfTestPod of(Release release) {
    var hooks = release.hooks().stream().collect(partitioningBy(Pod.class::isInstance));
    hooks.get(false).forEach(hook -> release.api().client().resource(hook).create());
    var pod = (Pod) hooks.get(true).getFirst();
    return new SelfTestPod(release, pod.getSpec().getContainers().getFirst().getArgs());
  }

  SelfTestPod withTimeout(String timeout) {
    return new SelfTestPod(
        release,
        arguments.stream()
            .map(argument -> argument.startsWith(TIMEOUT) ? TIMEOUT + timeout : argument)
            .toList());
  }

  /** Returns once it has ended. */
  OperatorProcess run() throws IOException {
    var config =
        Serialization.unmarshal(Files.readString(release.api().kubeconfig()), Config.class);
    var token = release.token(release.name() + "-backup-sync-operator-test");
    config.getUsers().forEach(user -> user.setUser(new AuthInfoBuilder().withToken(token).build()));
    var file = Files.createTempFile("kubeconfig", ".yaml");
    file.toFile().deleteOnExit();
    Files.writeString(file, Serialization.asYaml(config));
    var process =
        OperatorProcess.ofJar(
            Map.of("KUBECONFIG", file.toString()), arguments.toArray(String[]::new));
    process.awaitExit();
    return process;
  }
}
