package dev.backupsync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Reads objects of the API server without their managed fields, which the operator does not need
 * and which would take most of the memory of the watches. If a write has none, the API server keeps
 * its own.
 */
@JsonIgnoreProperties("managedFields")
abstract class WithoutManagedFields {
  private WithoutManagedFields() {}

  static KubernetesSerialization serialization() {
    var mapper = new ObjectMapper().addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    return new KubernetesSerialization(mapper, true);
  }
}
