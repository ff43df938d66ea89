package dev.backupsync.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstablishedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                              | false
          {"status": null}                                                | false
          {"status": {}}                                                  | false
          {"status": {"conditions": null}}                                | false
          {"status": {"conditions": []}}                                  | false
          {"status": {"conditions": [{"type": "NamesAccepted", "status": "True"}]}} | false
          {"status": {"conditions": [{"type": "Established", "status": "False"}]}}  | false
          {"status": {"conditions": [{"type": "Established", "status": "True"}]}}   | true
          """)
  void onlyTheConditionSaysSo(String crd, boolean established) {
    assertThat(Established.in(Serialization.unmarshal(crd, CustomResourceDefinition.class)))
        .isEqualTo(established);
  }
}
