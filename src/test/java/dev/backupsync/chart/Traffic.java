package dev.backupsync.chart;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Listens to what a client asks of the API server, watches included, and to what is refused. */
final class Traffic implements Interceptor {
  private final Set<Access> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> material = ConcurrentHashMap.newKeySet();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Consumer<HttpRequest> beforeEach;

  /**
   * Listens from now on.
   *
   * @param beforeEach done before a request leaves, for what should come between
   */
  Traffic(Consumer<HttpRequest> beforeEach) {
    this.beforeEach = beforeEach;
  }

  Set<Access> asked() {
    return Set.copyOf(asked);
  }

  /**
   * Which Secrets and ConfigMaps were read: {@code namespace/kind/name}, as far as it was given.
   */
  Set<String> material() {
    return Set.copyOf(material);
  }

  /** What was answered with 403, in order. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    Access.by(request).ifPresent(asked::add);
    Access.toMaterial(request).ifPresent(material::add);
    beforeEach.accept(request);
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      var request = response.request();
      refused.add(request.method() + " " + request.uri());
    }
    return CompletableFuture.completedFuture(false);
  }
}
