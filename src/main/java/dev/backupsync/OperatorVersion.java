package dev.backupsync;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class OperatorVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = OperatorVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "backup-sync-operator " + Objects.requireNonNullElse(version, "development")
    };
  }
}
