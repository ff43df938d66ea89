package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationUrlTest {
  static final String SIGNED =
      "https://arm.example/operationStatus/YTtiOw==?api-version=2024-04-01&t=6&c=a_-b&s=x%3d%3D&h=~";

  @Test
  void staysAsItCame() {
    var url = OperationUrl.of(SIGNED).orElseThrow();

    assertThat(url.text()).isEqualTo(SIGNED);
    assertThat("https://arm.example" + url.uri().getRawPath() + "?" + url.uri().getRawQuery())
        .isEqualTo(SIGNED);
    assertThat(url.handle().id()).isEqualTo("YTtiOw==");
    assertThat(url.handle().url()).isEqualTo(SIGNED);
  }

  @Test
  void isNeverTold() {
    assertThat(OperationUrl.of(SIGNED).orElseThrow().toString()).isEqualTo("https://arm.example/…");
  }

  @Test
  void hasRoomForTheVendorsSignaturesAndAnEnd() {
    var url = SIGNED + "&more=" + "x".repeat(StatusBudget.URL - 6 - Truncation.size(SIGNED) - 5);

    assertThat(url).hasSizeGreaterThan(4_096);
    assertThat(OperationUrl.of(url)).isPresent();
    assertThat(OperationUrl.of(url + "x")).isEmpty();
  }

  @Test
  void anOverlongIdIsNotKept() {
    assertThat(
            OperationUrl.of("https://arm.example/" + "x".repeat(129)).orElseThrow().handle().id())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://arm.example/x",
        "ftp://arm.example/x",
        "//arm.example/x",
        "/x",
        "https:///x",
        "https:x",
        "https://user@arm.example/x",
        "https://user:pass@arm.example/x",
        "https://arm.example@evil.example/x",
        "https://arm.example\\@evil.example/x",
        "https://arm_example/x",
        "https://arm.example/a b",
        "https://arm.example/a\nb",
        "https://arm.example/ä",
        "https://arm.example/{x}",
        "https://arm.example/x#fragment",
        "https://arm.example/%zz",
      })
  void whatCannotBeSentUnchangedAndSafelyIsNone(String raw) {
    assertThat(OperationUrl.of(raw)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://arm.example/x, true",
    "https://ARM.Example:443/x, true",
    "https://arm.example:444/x, false",
    "https://arm.example./x, false",
    "https://sub.arm.example/x, false",
    "https://arm.example.evil.example/x, false",
    "https://evil.example/arm.example, false",
    "https://extra.example/x, true",
    "https://EXTRA.example:8443/x, true",
    "https://not-extra.example/x, false",
  })
  void onlyTheEndpointAndNamedHostsAreTrusted(String url, boolean trusted) {
    var hosts = TrustedHosts.of(URI.create("https://arm.example/"), List.of("Extra.Example"));

    assertThat(hosts.trust(OperationUrl.of(url).orElseThrow())).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource({
    "https://localhost:4711/x, true",
    "https://localhost/x, false",
    "https://localhost:4712/x, false",
  })
  void anEndpointsPortBelongsToIt(String url, boolean trusted) {
    var hosts = TrustedHosts.of(URI.create("https://localhost:4711"), List.of());

    assertThat(hosts.trust(OperationUrl.of(url).orElseThrow())).isEqualTo(trusted);
  }
}
