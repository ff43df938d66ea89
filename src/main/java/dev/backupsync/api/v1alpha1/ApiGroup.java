package dev.backupsync.api.v1alpha1;

/** The API group of the custom resources. */
public final class ApiGroup {
  public static final String NAME = "backupsync.dev";
  public static final String VERSION = "v1alpha1";

  private ApiGroup() {}
}
