package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run synchronizes, fixed when the run starts: a connection and one object behind it.
 *
 * @param connectionRef always with its namespace
 * @param repository set in a RepositorySync
 * @param backupInstance set in a BackupInstanceSync
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
    @JsonPropertyDescription("The connection that the run goes through, always with its namespace.")
        @Required
        ConnectionRef connectionRef,
    @JsonPropertyDescription("The Veeam repository that the run is for; only in a RepositorySync.")
        @Nullable RepositoryRef repository,
    @JsonPropertyDescription(
            "The Azure Backup instance that the run is for; only in a BackupInstanceSync.")
        @Nullable BackupInstanceRef backupInstance) {

  public static Target of(ConnectionRef connection, RepositoryRef repository) {
    return new Target(connection, repository, null);
  }

  public static Target of(ConnectionRef connection, BackupInstanceRef instance) {
    return new Target(connection, null, instance);
  }

  /** Whether the vendor treats both as the same: a change of case alone is no change. */
  public boolean sameAs(Target other) {
    return folded().equals(other.folded());
  }

  /** One value for all targets that the vendor treats as the same; only for comparisons. */
  public Target folded() {
    return new Target(
        connectionRef,
        repository == null ? null : repository.folded(),
        backupInstance == null ? null : backupInstance.folded());
  }

  /** Whether status has room for all these names. */
  public boolean fits() {
    var size =
        connectionRef.size()
            + (repository == null ? 0 : repository.size())
            + (backupInstance == null ? 0 : backupInstance.size());
    return size <= StatusBudget.TARGET;
  }

  /** The vendor's word for a run on this target, for users. */
  public String runWord() {
    return repository != null ? "Veeam session" : "Azure operation";
  }

  /** The kind of {@link #connectionRef}. */
  public String connectionKind() {
    return repository != null ? "VeeamConnection" : "AzureConnection";
  }

  /** The object behind the connection, in a few words for users. */
  public String describe() {
    return Optional.<Object>ofNullable(repository)
        .or(() -> Optional.ofNullable(backupInstance))
        .map(Object::toString)
        .orElse("nothing");
  }
}
