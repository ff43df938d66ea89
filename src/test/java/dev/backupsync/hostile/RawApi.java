package dev.backupsync.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/** The API server without a client library that would set right what is sent. */
record RawApi(Stage stage) {
  private static final JsonMapper JSON = new JsonMapper();

  int create(String plural, byte[] body) {
    return send(url(plural), request -> request.post("application/json", body));
  }

  int mergePatch(String plural, String name, String body) {
    return send(
        url(plural) + "/" + path(name),
        request -> request.patch("application/merge-patch+json", body));
  }

  int plantStatus(String plural, String name, String body) {
    return send(
        url(plural) + "/" + path(name) + "/status",
        request -> request.patch("application/merge-patch+json", body));
  }

  int delete(String plural, String name) {
    return send(
        url(plural) + "/" + path(name),
        request -> request.method("DELETE", "application/json", "{}"));
  }

  int deleteAll(String plural) {
    return send(url(plural), request -> request.method("DELETE", "application/json", "{}"));
  }

  JsonNode list(String plural) {
    var http = stage.client().getHttpClient();
    var request = http.newHttpRequestBuilder().uri(url(plural)).build();
    try {
      return JSON.readTree(http.sendAsync(request, String.class).get().body()).path("items");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private interface Filling {
    HttpRequest.Builder fill(HttpRequest.Builder request);
  }

  private int send(String url, Filling filling) {
    var http = stage.client().getHttpClient();
    var request = filling.fill(http.newHttpRequestBuilder().uri(url)).build();
    try {
      return http.sendAsync(request, String.class).get().code();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String url(String plural) {
    return stage.client().getMasterUrl()
        + "apis/backupsync.dev/v1alpha1/namespaces/"
        + stage.namespace()
        + "/"
        + plural;
  }

  private static String path(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
