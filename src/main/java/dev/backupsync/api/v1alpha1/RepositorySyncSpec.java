package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Required;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which Veeam repository is kept synchronized, and how. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = RepositorySyncSpec.Reader.class)
public record RepositorySyncSpec(
    @JsonPropertyDescription("The VeeamConnection to go through.") @Required
        @Nullable ConnectionRef connectionRef,
    @JsonPropertyDescription("The repository, by id or by name.") @Required
        @Nullable RepositoryRef repository,
    @JsonUnwrapped @Nullable RunOptions options)
    implements SyncSpec {

  /** fabric8's mapper cannot read the unwrapped component of a record. */
  static final class Reader extends StdNodeBasedDeserializer<RepositorySyncSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(RepositorySyncSpec.class);
    }

    @Override
    public RepositorySyncSpec convert(JsonNode spec, DeserializationContext ctxt)
        throws IOException {
      return new RepositorySyncSpec(
          ctxt.readTreeAsValue(spec.path("connectionRef"), ConnectionRef.class),
          ctxt.readTreeAsValue(spec.path("repository"), RepositoryRef.class),
          ctxt.readTreeAsValue(spec, RunOptions.class));
    }
  }
}
