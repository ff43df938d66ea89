package dev.backupsync.cluster;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether an API server serves a CRD yet; a young one says {@code conditions: null}. */
public final class Established {
  private Established() {}

  public static boolean in(@Nullable CustomResourceDefinition crd) {
    return Stream.ofNullable(crd)
        .map(CustomResourceDefinition::getStatus)
        .flatMap(Stream::ofNullable)
        .map(CustomResourceDefinitionStatus::getConditions)
        .flatMap(Stream::ofNullable)
        .flatMap(List::stream)
        .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
