package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.net.URI;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Leads to the simulator whatever goes to an address that is the same for everybody. */
public record Rerouted(HttpClient client, String from, URI to) implements HttpClient {
  public static UnaryOperator<HttpClient> from(String address, URI to) {
    return client -> new Rerouted(client, address, to);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return client.send(rerouted(request));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return client.sendSync(rerouted(request), context);
  }

  private HttpRequest rerouted(HttpRequest request) {
    var url = request.getUrl().toString();
    assertThat(url).startsWith(from + "/");
    return request.setUrl(to + url.substring(from.length()));
  }
}
