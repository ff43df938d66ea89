package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the computed NetworkPolicy lets through, judged as a network would. */
class NetworkPolicyTest {
  private static final String ON = "networkPolicy: {enabled: true}";
  private static final String PROXY =
      "{networkPolicy: {enabled: true}, proxy: {url: 'http://user:word@10.0.0.9:8888'}}";

  /** Where a packet goes: an address outside, or a pod of a namespace with these labels. */
  private record Other(Optional<String> address, Map<String, String> namespace) {
    static Other at(String address) {
      return new Other(Optional.of(address), Map.of());
    }

    static Other in(String namespace) {
      return new Other(Optional.empty(), Map.of("kubernetes.io/metadata.name", namespace));
    }
  }

  @Test
  void isNotThereUnlessItIsAskedFor() {
    assertThat(Rendered.with("").kinds()).doesNotContain("NetworkPolicy");
  }

  @ParameterizedTest
  @CsvSource({
    "20.50.2.1, 443, true", // Azure Resource Manager
    "10.1.2.3, 4443, true", // Veeam
    "'2603:1030:a0b::10', 443, true",
    "10.96.0.1, 6443, true", // the API server
    "10.1.2.3, 22, false",
    "20.50.2.1, 80, false",
    "169.254.169.254, 80, false",
    "'fe80::1', 4443, false"
  })
  void lettingOutWhatItNeedsAlone(String address, int port, boolean through) {
    assertThat(leaves(policy(ON), Other.at(address), "TCP", port)).isEqualTo(through);
  }

  @Test
  void lettingOutNamesToTheClustersDns() {
    assertThat(leaves(policy(ON), Other.in("kube-system"), "UDP", 53)).isTrue();
    assertThat(leaves(policy(ON), Other.in("elsewhere"), "UDP", 53)).isFalse();
  }

  @Test
  void lettingInWhoeverIsNamedToTheHttpPortAlone() {
    var named =
        """
        networkPolicy:
          enabled: true
          from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
        """;

    assertThat(enters(policy(named), Other.in("monitoring"), "http")).isTrue();
    assertThat(enters(policy(named), Other.in("monitoring"), "other")).isFalse();
    assertThat(enters(policy(named), Other.in("team-a"), "http")).isFalse();
    assertThat(enters(policy(ON), Other.in("monitoring"), "http")).isFalse();
    assertThat(policy(ON).getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
  }

  @Test
  void throughAProxyOnlyItsPortIsNeeded() {
    var proxied = policy(PROXY);

    assertThat(leaves(proxied, Other.at("10.0.0.9"), "TCP", 8888)).isTrue();
    assertThat(leaves(proxied, Other.at("10.1.2.3"), "TCP", 4443)).isFalse();
    var partly = policy(PROXY.replace("8888'", "8888', noProxy: [vb365.internal]"));
    assertThat(leaves(partly, Other.at("10.1.2.3"), "TCP", 4443)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url: 'https://hooks.example.com:8443/x' | 8443
          url: 'https://hooks.example.com/x'      | 443
          url: 'http://hooks.monitoring.svc/x'    | 80
          url: 'http://hooks.monitoring.svc:9000' | 9000
          """)
  void theReceiverOfNotificationsIsReachedAtItsPort(String url, int port) {
    var noVendors =
        "networkPolicy: {enabled: true, vendors: {to: [{ipBlock: {cidr: 10.1.0.0/16}}]},";
    var there = Other.at("20.1.1.1");
    var to = noVendors + " apiServer: {to: [{ipBlock: {cidr: 10.0.0.1/32}}]}}\n";

    assertThat(leaves(policy(to + "notify: {" + url + "}"), there, "TCP", port)).isTrue();
    assertThat(leaves(policy(to + "notify: {" + url + "}"), there, "TCP", 22)).isFalse();
    assertThat(leaves(policy(to), there, "TCP", port)).isFalse();
  }

  @Test
  void theCollectorOfTracesIsReachedAtItsPort() {
    var traced = ON + "\ntracing: {endpoint: 'http://otel-collector.monitoring.svc:4318'}";

    assertThat(leaves(policy(traced), Other.in("monitoring"), "TCP", 4318)).isTrue();
    assertThat(leaves(policy(ON), Other.in("monitoring"), "TCP", 4318)).isFalse();
    assertThat(Rendered.with(traced).environment())
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector.monitoring.svc:4318");
    assertThat(Rendered.with("").environment()).doesNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void behindAProxyTheReceiverOfNotificationsNeedsNoWayOfItsOwn() {
    var notify = ", notify: {url: 'https://hooks.example.com:8443'}}";
    var proxied = policy(PROXY.replaceFirst("}$", notify));
    var plain = policy(PROXY.replaceFirst("}$", notify.replace("https", "http")));

    assertThat(leaves(proxied, Other.at("20.1.1.1"), "TCP", 8443)).isFalse();
    assertThat(leaves(plain, Other.at("20.1.1.1"), "TCP", 8443)).isTrue();
  }

  @Test
  void itsPartsCanBeNarrowedAndWidened() {
    var narrow =
        policy(
            """
            networkPolicy:
              enabled: true
              apiServer: {to: [{ipBlock: {cidr: 10.0.0.1/32}}], ports: [6443]}
              vendors: {to: [{ipBlock: {cidr: 10.1.0.0/16}}], ports: [4443]}
              metadataService: true
              extraEgress: [{to: [{ipBlock: {cidr: 10.9.0.0/16}}]}]
            """);

    assertThat(leaves(narrow, Other.at("10.0.0.1"), "TCP", 6443)).isTrue();
    assertThat(leaves(narrow, Other.at("10.0.0.2"), "TCP", 6443)).isFalse();
    assertThat(leaves(narrow, Other.at("10.1.7.7"), "TCP", 4443)).isTrue();
    assertThat(leaves(narrow, Other.at("20.50.2.1"), "TCP", 443)).isFalse();
    assertThat(leaves(narrow, Other.at("169.254.169.254"), "TCP", 80)).isTrue();
    assertThat(leaves(narrow, Other.at("10.9.1.1"), "TCP", 9999)).isTrue();
  }

  @Test
  void isAboutThePodsOfTheRelease() {
    var chart = Rendered.with(ON);

    assertThat(chart.template().getMetadata().getLabels())
        .containsAllEntriesOf(
            chart.the(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels());
  }

  private static NetworkPolicy policy(String values) {
    return Rendered.with(values).the(NetworkPolicy.class);
  }

  private static boolean leaves(NetworkPolicy policy, Other to, String protocol, int port) {
    return policy.getSpec().getEgress().stream()
        .anyMatch(
            rule ->
                isOne(rule.getTo(), to)
                    && isOpen(rule.getPorts(), protocol, new IntOrString(port)));
  }

  private static boolean enters(NetworkPolicy policy, Other from, String port) {
    return policy.getSpec().getIngress().stream()
        .anyMatch(
            rule ->
                isOne(rule.getFrom(), from)
                    && isOpen(rule.getPorts(), "TCP", new IntOrString(port)));
  }

  private static boolean isOpen(List<NetworkPolicyPort> ports, String protocol, IntOrString port) {
    return ports.isEmpty()
        || ports.stream()
            .anyMatch(one -> one.getProtocol().equals(protocol) && one.getPort().equals(port));
  }

  private static boolean isOne(List<NetworkPolicyPeer> peers, Other other) {
    return peers.isEmpty() || peers.stream().anyMatch(peer -> is(peer, other));
  }

  private static boolean is(NetworkPolicyPeer peer, Other other) {
    if (peer.getIpBlock() != null) {
      return other.address.isPresent() && isIn(peer.getIpBlock(), other.address.get());
    }
    return other.address.isEmpty()
        && other
            .namespace
            .entrySet()
            .containsAll(peer.getNamespaceSelector().getMatchLabels().entrySet());
  }

  private static boolean isIn(IPBlock block, String address) {
    return isIn(block.getCidr(), address)
        && block.getExcept().stream().noneMatch(cidr -> isIn(cidr, address));
  }

  private static boolean isIn(String cidr, String address) {
    try {
      var network = InetAddress.getByName(cidr.split("/", -1)[0]).getAddress();
      var bytes = InetAddress.getByName(address).getAddress();
      if (network.length != bytes.length) {
        return false;
      }
      for (var bit = 0; bit < Integer.parseInt(cidr.split("/", -1)[1]); bit++) {
        if (((network[bit / 8] ^ bytes[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
