package dev.backupsync;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class OperatorVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"backup-sync-operator " + current()};
  }

  static String current() {
    var version = OperatorVersion.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }
}
