package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** How to reach and log in to one Veeam Backup for Microsoft 365 server. */
@JsonClassDescription(
    "How to reach and log in to one Veeam Backup for Microsoft 365 server. The operator probes it"
        + " and shows in status whether it works; RepositorySyncs name it in connectionRef.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Singular("veeamconnection")
@Plural("veeamconnections") // else it is worked out anew for each object that is read
@ShortNames("veeamconn")
@Categories("backupsync")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "REASON",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "VERSION",
    jsonPath = ".status.apiVersion",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "URL",
    jsonPath = ".status.url",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class VeeamConnection extends CustomResource<VeeamConnectionSpec, ConnectionStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** A copy with another status; metadata and spec are shared. */
  public VeeamConnection with(ConnectionStatus status) {
    var copy = new VeeamConnection();
    copy.setMetadata(getMetadata());
    copy.setSpec(getSpec());
    copy.setStatus(status);
    return copy;
  }

  /** Avoids the superclass's version, which uses reflection for each object. */
  @Override
  protected @Nullable VeeamConnectionSpec initSpec() {
    return null;
  }

  /** Avoids reflection, as for the spec. */
  @Override
  protected @Nullable ConnectionStatus initStatus() {
    return null;
  }
}
