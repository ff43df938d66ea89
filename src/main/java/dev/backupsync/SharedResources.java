package dev.backupsync;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Gives reconcilers the very objects that the watches keep, instead of a copy for each reconcile by
 * way of JSON: nobody changes them, and what is written is built anew.
 */
final class SharedResources implements Cloner {
  @Override
  public <R extends HasMetadata> R clone(R object) {
    return object;
  }
}
