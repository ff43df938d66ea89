package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Whom to trust, and how the server's name is verified; the JVM's own trust store if left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsOptions(
    @JsonPropertyDescription("PEM certificates to trust instead of the public authorities.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription("The name to verify, where it is not the URL's host.")
        @Size(min = 1, max = 253)
        @Pattern(Patterns.HOST)
        @Nullable String serverName,
    @JsonPropertyDescription(
            "True switches verification off: whoever answers gets the credentials. For tests only.")
        @Nullable Boolean insecureSkipVerify) {

  public boolean skipsVerification() {
    return Boolean.TRUE.equals(insecureSkipVerify);
  }
}
