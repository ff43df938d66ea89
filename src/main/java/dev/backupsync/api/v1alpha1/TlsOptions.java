package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Which servers are trusted, and how the name is verified; by default the JVM's trust store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsOptions(
    @JsonPropertyDescription(
            "ConfigMap or Secret with the certificates to trust, and none besides: PEM, DER or PKCS"
                + " #7. A change is read at once. Default: the public authorities of the JVM.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription(
            "The name that the server certificate must bear, where it is not the host of the URL."
                + " Default: the host of the URL.")
        @Size(min = 1, max = 253)
        @Pattern(Patterns.HOST)
        @Nullable String serverName,
    @JsonPropertyDescription(
            "True switches the verification of the certificate off: whoever answers gets the"
                + " credentials. For tests only. Default: false.")
        @Nullable Boolean insecureSkipVerify) {

  public boolean skipsVerification() {
    return Boolean.TRUE.equals(insecureSkipVerify);
  }
}
