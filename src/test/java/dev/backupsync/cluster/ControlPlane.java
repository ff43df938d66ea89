package dev.backupsync.cluster;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.cert.CertManager;
import io.fabric8.kubeapitest.kubeconfig.KubeConfig;
import io.fabric8.kubeapitest.process.EtcdProcess;
import io.fabric8.kubeapitest.process.KubeAPIServerProcess;

/**
 * An etcd and a kube-apiserver on it, as kube-api-test starts them; unlike there, the latter can be
 * started again on what the former keeps.
 */
final class ControlPlane implements AutoCloseable {
  private final KubeAPIServerConfig config;
  private final BinaryManager binaries;
  private final CertManager certificates;
  private final EtcdProcess etcd;
  private final int etcdPort;
  private KubeAPIServerProcess server;

  /** Starts both; returns once they are ready. */
  ControlPlane(KubeAPIServerConfig config) {
    this.config = config;
    this.binaries = new BinaryManager(config);
    this.certificates = new CertManager(config.getKubeAPITestDir());
    this.etcd =
        new EtcdProcess(
            binaries,
            _ -> close(),
            config.isWaitForEtcdHealthCheckOnStartup(),
            config.getStartupTimeout());
    binaries.initAndDownloadIfRequired();
    certificates.createCertificatesIfNeeded();
    this.etcdPort = etcd.startEtcd();
    this.server = newServer();
  }

  private KubeAPIServerProcess newServer() {
    var started = new KubeAPIServerProcess(certificates, binaries, _ -> close(), config);
    started.startApiServer(etcdPort);
    started.waitUntilReady();
    return started;
  }

  /** Kills the kube-apiserver and starts another one, at another port. */
  void restart() {
    server.stopApiServer();
    server = newServer();
  }

  String kubeconfig() {
    return new KubeConfig(certificates, binaries).generateKubeConfigYaml(port());
  }

  int port() {
    return server.getApiServerPort();
  }

  @Override
  public void close() {
    server.stopApiServer();
    etcd.stopEtcd();
    etcd.cleanEtcdData();
  }
}
