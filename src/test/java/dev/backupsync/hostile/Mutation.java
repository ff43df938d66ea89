package dev.backupsync.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes something else of a tree, at a place and in a way that chance decides. */
record Mutation(RandomGenerator random) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int HUGE = 250 * 1024; // nearly all that annotations may hold together

  /** A field of an object in the tree. */
  private record Place(ObjectNode parent, String field) {}

  void mutate(ObjectNode tree, int times) {
    for (var i = 0; i < times; i++) {
      var places = new ArrayList<Place>();
      collect(tree, places);
      if (!places.isEmpty()) {
        change(Nasty.any(random, places));
      }
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        places.add(new Place(object, field.getKey()));
        collect(field.getValue(), places);
      }
    } else {
      node.forEach(element -> collect(element, places));
    }
  }

  private void change(Place at) {
    var parent = at.parent();
    var field = at.field();
    switch (random.nextInt(10)) {
      case 0 -> parent.remove(field);
      case 1 -> parent.putNull(field);
      case 2 -> parent.set(field, scalar(field));
      case 3 -> {
        var value = parent.get(field);
        parent.putArray(field).add(value).addNull();
      }
      case 4 -> parent.putObject(field).set(field, scalar(field));
      case 5 -> parent.set("unknown" + field, tree(3));
      case 6 -> parent.put(field, "x".repeat(1 + random.nextInt(HUGE)));
      case 7 -> parent.set(field, Nasty.number(random));
      default -> parent.put(field, Nasty.text(random, field));
    }
  }

  /** What stands in metadata, beside the name. */
  void adorn(ObjectNode metadata) {
    switch (random.nextInt(8)) {
      case 0 -> annotations(metadata).put("backupsync.dev/requested-at", text());
      case 1 -> annotations(metadata).put("backupsync.dev/cancel-requested-at", text());
      case 2 -> annotations(metadata).put("backupsync.dev/schedule-jitter", text());
      case 3 -> annotations(metadata).put("x", "é".repeat(HUGE / 2));
      case 4 -> metadata.putObject("labels").put("a/" + "b".repeat(60), text());
      case 5 -> metadata.putArray("finalizers").add("hostile.example.com/never");
      case 6 -> metadata.putArray("ownerReferences").add(owner());
      default -> metadata.set("managedFields", tree(2));
    }
  }

  private static ObjectNode annotations(ObjectNode metadata) {
    return metadata.withObjectProperty("annotations");
  }

  private ObjectNode owner() {
    return JSON.objectNode()
        .put("apiVersion", "nonsense.example.com/v9")
        .put("kind", "Nothing")
        .put("name", "nobody")
        .put("uid", "00000000-0000-0000-0000-000000000000")
        .put("blockOwnerDeletion", true)
        .put("controller", random.nextBoolean());
  }

  /** Anything, in up to so many levels. */
  JsonNode tree(int depth) {
    return switch (depth > 0 ? random.nextInt(4) : 0) {
      case 1 -> {
        ArrayNode array = JSON.arrayNode();
        random.ints(random.nextInt(3)).forEach(_ -> array.add(tree(depth - 1)));
        yield array;
      }
      case 2, 3 -> {
        var object = JSON.objectNode();
        random.ints(random.nextInt(4)).forEach(_ -> object.set(text(), tree(depth - 1)));
        yield object;
      }
      default -> scalar("");
    };
  }

  private JsonNode scalar(String field) {
    return switch (random.nextInt(4)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> Nasty.number(random);
      default -> JSON.textNode(Nasty.text(random, field));
    };
  }

  private String text() {
    return Nasty.text(random, "");
  }
}
