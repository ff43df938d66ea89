package dev.backupsync.api.v1alpha1;

/** Where the kinds live in the Kubernetes API. */
public final class ApiGroup {
  public static final String NAME = "backupsync.dev";
  public static final String VERSION = "v1alpha1";

  private ApiGroup() {}
}
