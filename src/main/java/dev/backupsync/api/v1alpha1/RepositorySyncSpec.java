package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Veeam repository is kept synchronized, and how. */
@JsonClassDescription(
    "Which repository is kept synchronized, through which connection, and when. Everything but"
        + " connectionRef and repository may be left out.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = RepositorySyncSpec.Reader.class)
public record RepositorySyncSpec(
    @JsonPropertyDescription(
            "Required. The VeeamConnection to go through. Another connection is another target, and"
                + " starts a run.")
        @Required
        @Nullable ConnectionRef connectionRef,
    @JsonPropertyDescription(
            "Required. The repository to synchronize, by id or by name. Another repository is"
                + " another target, and starts a run.")
        @Required
        @Nullable RepositoryRef repository,
    @JsonUnwrapped @Nullable RunOptions options,
    @JsonIgnore UnreadFields unread)
    implements SyncSpec {

  public RepositorySyncSpec(
      @Nullable ConnectionRef connectionRef,
      @Nullable RepositoryRef repository,
      @Nullable RunOptions options) {
    this(connectionRef, repository, options, UnreadFields.NONE);
  }

  @JsonAnyGetter
  Map<String, JsonNode> unreadFields() {
    return unread.raw();
  }

  /**
   * Reads each field that can be read; fabric8's mapper does not support unwrapped parts of a
   * record.
   */
  static final class Reader extends StdNodeBasedDeserializer<RepositorySyncSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(RepositorySyncSpec.class);
    }

    @Override
    public RepositorySyncSpec convert(JsonNode spec, DeserializationContext ctxt) {
      var parts = new SpecParts(spec);
      return new RepositorySyncSpec(
          parts.value("connectionRef", ConnectionRef.class),
          parts.value("repository", RepositoryRef.class),
          RunOptions.read(parts),
          parts.unread());
    }
  }
}
