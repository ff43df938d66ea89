package dev.backupsync.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON piece by piece and keeps only the fields with given names, so that the memory does not
 * grow with what is skipped of a long list. Limits what it keeps, not what it skips.
 */
final class JsonFieldFilter {
  /** Enough for tens of thousands of entries with a few fields each. */
  static final int MAX_VALUES = 150_000;

  private static final int MAX_CHARACTERS = 4 << 20;

  /**
   * The longest text that is kept. A link to the next page may have 4 KB, so one that is cut here
   * is longer than any that is followed; error messages are shorter, and all else is a name or an
   * id.
   */
  private static final int LONGEST_TEXT = 5 << 10;

  private final Set<String> fields;
  private final JsonParser parser;
  private final ByteBufferFeeder feeder;
  private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
  private Optional<JsonNode> root = Optional.empty();
  private String field = "";
  private int skipped; // depth within a value that is skipped
  private int values;
  private int characters;

  JsonFieldFilter(Set<String> fields) {
    this.fields = fields;
    try {
      parser = ReadBody.STREAMS.createNonBlockingByteBufferParser();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
  }

  /**
   * Reads on.
   *
   * @return whether there is still room
   * @throws IOException if it is not JSON
   */
  boolean read(ByteBuffer bytes) throws IOException {
    feeder.feedInput(bytes);
    return takeAll();
  }

  /**
   * Everything that was kept; a missing node if there was nothing.
   *
   * @throws IOException if the text ends too early
   */
  JsonNode end() throws IOException {
    feeder.endOfInput();
    var _ = takeAll();
    if (!open.isEmpty()) {
      throw new IOException("It breaks off");
    }
    return root.orElseGet(MissingNode::getInstance);
  }

  private boolean takeAll() throws IOException {
    var token = parser.nextToken();
    while (token != null && token != JsonToken.NOT_AVAILABLE && hasRoom()) {
      take(token);
      token = parser.nextToken();
    }
    return hasRoom();
  }

  private boolean hasRoom() {
    return values <= MAX_VALUES && characters <= MAX_CHARACTERS;
  }

  private void take(JsonToken token) throws IOException {
    if (token == JsonToken.FIELD_NAME) {
      field = skipped > 0 ? "" : parser.currentName();
    } else if (token.isStructEnd()) {
      close();
    } else if (skipped > 0 || !isKept()) {
      skipped += token.isStructStart() ? 1 : 0;
    } else {
      keep(token);
    }
  }

  private void close() {
    if (skipped > 0) {
      skipped--;
    } else {
      open.pop();
    }
  }

  private boolean isKept() {
    return !(open.peek() instanceof ObjectNode) || fields.contains(field);
  }

  private void keep(JsonToken token) throws IOException {
    if (root.isPresent() && open.isEmpty()) {
      throw new IOException("It goes on after its end");
    }
    var value = value(token);
    values++;
    switch (open.peek()) {
      case null -> root = Optional.of(value);
      case ObjectNode object -> object.set(field, value);
      case ArrayNode array -> array.add(value);
      case ContainerNode<?> other -> throw new IllegalStateException(other.toString());
    }
    if (value instanceof ContainerNode<?> container) {
      open.push(container);
    }
  }

  private JsonNode value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> JsonNodeFactory.instance.objectNode();
      case START_ARRAY -> JsonNodeFactory.instance.arrayNode();
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.getInstance();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_STRING -> text(parser.getText());
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(token.toString());
    };
  }

  private JsonNode number() throws IOException {
    var nodes = JsonNodeFactory.instance;
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      case BIG_INTEGER -> nodes.numberNode(parser.getBigIntegerValue());
      case FLOAT, DOUBLE, BIG_DECIMAL -> nodes.numberNode(parser.getDoubleValue());
    };
  }

  private JsonNode text(@Nullable String text) {
    var whole = text == null ? "" : text;
    var kept = whole.length() <= LONGEST_TEXT ? whole : whole.substring(0, LONGEST_TEXT);
    characters += kept.length();
    return TextNode.valueOf(kept);
  }
}
