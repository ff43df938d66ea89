package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The instances of a vault in pages, each of which names the next one by an opaque link. */
final class ArmLists {
  private static final String SKIP = "$skipToken";

  private final AzureStore store;
  private final AzureScript script;
  private final Supplier<URI> self;
  private final ConcurrentHashMap<String, Integer> skips = new ConcurrentHashMap<>();

  ArmLists(AzureStore store, AzureScript script, Supplier<URI> self) {
    this.store = store;
    this.script = script;
    this.self = self;
  }

  Reply page(String vault, Call call) {
    var token = call.query(SKIP);
    var skip = token.map(one -> skips.getOrDefault(one, -1)).orElse(0);
    if (skip < 0) {
      return AzureProblem.of("InvalidSkipToken", "The skip token is not valid.").reply(400);
    }
    return Reply.json(200, page(store.instances(vault), skip, call));
  }

  private JsonNode page(List<AzureInstance> all, int skip, Call call) {
    var page = JsonNodeFactory.instance.objectNode();
    var value = page.putArray("value");
    var end = Math.min(all.size(), skip + script.pageSize);
    for (var instance : all.subList(Math.min(skip, end), end)) {
      var json = instance.show();
      script.instanceEdit.accept(json);
      value.add(json);
    }
    if (end < all.size()) {
      page.put("nextLink", link(end, call));
    }
    script.pageEdit.accept(page);
    return page;
  }

  private String link(int skip, Call call) {
    var token = UUID.randomUUID().toString();
    skips.put(token, skip);
    return "%s%s?api-version=%s&%s=%s"
        .formatted(
            script.nextLinksAt.orElseGet(self),
            call.path(),
            call.query("api-version").orElseThrow(),
            SKIP,
            token);
  }
}
