package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handle by which a run is found again at the vendor. Both parts may be null: some vendors
 * accept a start without returning a handle.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Operation(
    @JsonPropertyDescription(
            "Veeam: the id of the session. Azure: the id of the operation. What support asks for.")
        @Nullable String id,
    @JsonPropertyDescription(
            "Azure: where the operation is read. It is signed, and removed when the run ends. Never"
                + " set by hand.")
        @Nullable String url) {

  /** Accepted by the vendor without a handle. */
  public static final Operation UNNAMED = new Operation(null, null);

  /** The id alone, by which the vendor's support can identify the operation. */
  public Operation withoutUrl() {
    return new Operation(id, null);
  }

  /** Without the URL, which is signed. */
  @Override
  public String toString() {
    return "Operation[" + id + (url == null ? "]" : ", ***]");
  }

  public Optional<String> knownId() {
    return Optional.ofNullable(id);
  }

  public Optional<String> knownUrl() {
    return Optional.ofNullable(url);
  }
}
