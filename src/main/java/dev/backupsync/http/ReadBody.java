package dev.backupsync.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/**
 * The content of an answer's body.
 *
 * @param json a missing node if the body was empty or could not be read
 */
record ReadBody(JsonNode json, Reply.Form form) {
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxStringLength(1 << 16) // a signed URL has 3 KB, a stack trace 10 KB
          .maxNumberLength(64)
          .build();

  /** For lists of any length: does not cache field names, whose number is not limited. */
  static final JsonFactory STREAMS =
      JsonFactory.builder()
          .streamReadConstraints(BOUNDS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static ReadBody unread(Reply.Form form) {
    return new ReadBody(MissingNode.getInstance(), form);
  }

  static ReadBody read(byte[] body) {
    try {
      return new ReadBody(JSON.readTree(body), Reply.Form.JSON);
    } catch (IOException _) {
      return unread(Reply.Form.FOREIGN); // such as a proxy's HTML; its status still counts
    }
  }
}
