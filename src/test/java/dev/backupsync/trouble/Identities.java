package dev.backupsync.trouble;

import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who logs in at Azure, in all ways that lead to the authority. */
final class Identities {
  private static final String FEDERATED = "projected-token";

  /** One way of proving who we are. */
  interface Way {
    /** Makes the authority know the identity. */
    AzureIdentity at(AzureServer azure);
  }

  private Identities() {}

  static AzureIdentity secret(AzureServer azure) {
    return new AzureIdentity.ClientSecret(
        AzureServer.TENANT, AzureServer.CLIENT_ID, AzureServer.CLIENT_SECRET);
  }

  static AzureIdentity certificate(AzureServer azure) {
    azure.authority().certificate(AzureServer.CLIENT_ID, Holder.CERTIFICATE.certificate());
    return new AzureIdentity.ClientCertificate(
        AzureServer.TENANT, AzureServer.CLIENT_ID, Holder.CERTIFICATE.pem());
  }

  static AzureIdentity federated(AzureServer azure) {
    azure.authority().federated(AzureServer.CLIENT_ID, FEDERATED);
    return new AzureIdentity.WorkloadIdentity(
        Optional.of(AzureServer.TENANT),
        Optional.of(AzureServer.CLIENT_ID),
        Optional.of(Holder.TOKEN_FILE));
  }

  /** The one of the node, without a secret. */
  static AzureIdentity managed(AzureServer azure) {
    return new AzureIdentity.ManagedIdentity(Optional.empty());
  }

  /** What is dear to make. */
  private static final class Holder {
    static final Identity CERTIFICATE = Certificates.client("sync");
    static final Path TOKEN_FILE = tokenFile();

    private static Path tokenFile() {
      try {
        var file = Files.createTempFile("projected", ".jwt");
        file.toFile().deleteOnExit();
        return Files.writeString(file, FEDERATED + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
