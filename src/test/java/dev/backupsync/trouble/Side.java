package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.SimulatedVendor;
import dev.backupsync.vendor.VendorClient;
import java.time.Instant;
import java.util.Optional;

/** What a story needs of a vendor, and of the real way to it. */
interface Side extends AutoCloseable {
  TlsSettings TRUSTING =
      new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false);

  SimulatedVendor server();

  ClientConfig.Usable plan();

  /** The link that the plan opened last. */
  VendorClient link();

  Target target();

  Match start();

  /** Runs that the vendor accepted. */
  int accepted();

  /** Runs at a time, ever. */
  int mostAtOnce();

  /** The run ends well, now. */
  void finish();

  /** Tokens in hand are worth nothing any more. */
  void revokeTokens();

  /** What the adapter measures Retry-After dates by. */
  Instant adaptersNow();

  @Override
  void close();
}
