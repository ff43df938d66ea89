package dev.backupsync.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** Answers that keep the form of the genuine ones and say nonsense in it. */
final class Distortion {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Distortion() {}

  static Reply ofTypes(Reply reply) {
    return edited(reply, Distortion::ofAnotherType);
  }

  static Reply toNulls(Reply reply) {
    return edited(reply, _ -> NullNode.getInstance());
  }

  private static Reply edited(Reply reply, UnaryOperator<JsonNode> leaf) {
    if (reply.body().isEmpty()) {
      return reply;
    }
    try {
      var body = edited(JSON.readTree(reply.body()), leaf);
      return new Reply(reply.status(), reply.headers(), body.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode edited(JsonNode node, UnaryOperator<JsonNode> leaf) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        ObjectNode copy = NODES.objectNode();
        node.properties()
            .forEach(field -> copy.set(field.getKey(), edited(field.getValue(), leaf)));
        yield copy;
      }
      case ARRAY -> {
        var copy = NODES.arrayNode();
        node.forEach(element -> copy.add(edited(element, leaf)));
        yield copy;
      }
      default -> leaf.apply(node);
    };
  }

  private static JsonNode ofAnotherType(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> NODES.objectNode().put("value", 17);
      case NUMBER -> NODES.arrayNode().add("many");
      case BOOLEAN -> NODES.numberNode(2);
      default -> NODES.booleanNode(true);
    };
  }
}
