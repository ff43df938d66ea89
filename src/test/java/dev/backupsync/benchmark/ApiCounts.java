package dev.backupsync.benchmark;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What the API server was asked, by its own count, so that nothing stands in the way: verb and
 * resource, each with its number.
 */
record ApiCounts(Map<String, Long> requests) {
  private static final Pattern LINE =
      Pattern.compile("(?m)^apiserver_request_total\\{(.*)\\} (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE");
  private static final Set<String> READS = Set.of("GET", "LIST");

  /** The API server asks itself for others. */
  private static final Set<String> OURS =
      Set.of(
          "repositorysyncs",
          "backupinstancesyncs",
          "veeamconnections",
          "azureconnections",
          "events",
          "secrets",
          "configmaps",
          "namespaces");

  static ApiCounts now(KubernetesClient client) {
    var requests = new TreeMap<String, Long>();
    LINE.matcher(client.raw("/metrics"))
        .results()
        .forEach(
            line -> {
              var labels = new TreeMap<String, String>();
              LABEL
                  .matcher(line.group(1))
                  .results()
                  .forEach(label -> labels.put(label.group(1), label.group(2)));
              var resource = labels.getOrDefault("resource", "");
              var part = labels.getOrDefault("subresource", "");
              if (OURS.contains(resource)) {
                requests.merge(
                    labels.get("verb") + " " + resource + (part.isEmpty() ? "" : "/" + part),
                    (long) Double.parseDouble(line.group(2)),
                    Long::sum);
              }
            });
    return new ApiCounts(requests);
  }

  ApiCounts since(ApiCounts before) {
    var more = new TreeMap<String, Long>();
    requests.forEach(
        (request, count) -> {
          var difference = count - before.requests.getOrDefault(request, 0L);
          if (difference > 0) {
            more.put(request, difference);
          }
        });
    return new ApiCounts(more);
  }

  /** Of syncs. */
  long statusWrites() {
    return sum((verb, what) -> WRITES.contains(verb) && what.matches("\\w+syncs/status"));
  }

  long events() {
    return sum((verb, what) -> WRITES.contains(verb) && what.equals("events"));
  }

  long writes() {
    return sum((verb, _) -> WRITES.contains(verb));
  }

  long reads() {
    return sum((verb, _) -> READS.contains(verb));
  }

  private long sum(BiPredicate<String, String> which) {
    return requests.entrySet().stream()
        .filter(one -> which.test(one.getKey().split(" ", 2)[0], one.getKey().split(" ", 2)[1]))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
