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

/** Keeps one Veeam repository's cache synchronized with its object storage. */
@JsonClassDescription(
    "Keeps the cache of one Veeam Backup for Microsoft 365 repository synchronized with its object"
        + " storage. It runs once when it is created, then as its schedule, its checks or an"
        + " annotation ask for it. See status.state for how far it is.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Singular("repositorysync")
@Plural("repositorysyncs") // else it is worked out anew for each object that is read
@ShortNames("reposync")
@Categories("backupsync")
@AdditionalPrinterColumn(
    name = "STATE",
    jsonPath = ".status.state",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "PROGRESS",
    jsonPath = ".status.progressPercent",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "TARGET",
    jsonPath = ".spec.repository.*",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "LAST-SUCCESS",
    jsonPath = ".status.lastSuccessTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "REASON",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "ERROR",
    jsonPath = ".status.error",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "CONNECTION",
    jsonPath = ".spec.connectionRef.name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "NEXT-RUN",
    jsonPath = ".status.nextRunTime",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "SUSPEND",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class RepositorySync extends CustomResource<RepositorySyncSpec, SyncStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** A copy with another status; metadata and spec are shared. */
  public RepositorySync with(SyncStatus status) {
    var copy = new RepositorySync();
    copy.setMetadata(getMetadata());
    copy.setSpec(getSpec());
    copy.setStatus(status);
    return copy;
  }

  /** Avoids the superclass's version, which uses reflection for each object. */
  @Override
  protected @Nullable RepositorySyncSpec initSpec() {
    return null;
  }

  /** Avoids reflection, as for the spec. */
  @Override
  protected @Nullable SyncStatus initStatus() {
    return null;
  }
}
