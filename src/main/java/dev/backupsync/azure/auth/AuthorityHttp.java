package dev.backupsync.azure.auth;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Lets azure-identity use the connection's own HTTP client: the same trust, limits and metrics as
 * all other requests, and no retries. Remembers the last answer, which says more than the
 * exceptions do.
 */
public final class AuthorityHttp implements HttpClient {
  /** The host that was called, and the result. */
  public record LastExchange(String host, Exchange exchange) {}

  /** Headers that the JDK's client sets itself. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final JsonHttp http;
  private volatile Optional<LastExchange> last = Optional.empty();

  public AuthorityHttp(JsonHttp http) {
    this.http = http;
  }

  public Optional<LastExchange> last() {
    return last;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    var url = URI.create(request.getUrl().toString());
    var exchange = http.send("token", translated(request, url));
    last = Optional.of(new LastExchange(url.getAuthority(), exchange));
    return switch (exchange) {
      case Reply reply -> new AuthorityReply(request, reply);
      case NoReply noReply -> throw new UncheckedIOException(new IOException(noReply.message()));
    };
  }

  private static java.net.http.HttpRequest.Builder translated(HttpRequest request, URI url) {
    var builder =
        java.net.http.HttpRequest.newBuilder(url)
            .method(request.getHttpMethod().toString(), body(request));
    for (var header : request.getHeaders()) {
      if (!RESERVED.contains(header.getName().toLowerCase(Locale.ROOT))) {
        header.getValuesList().forEach(value -> builder.header(header.getName(), value));
      }
    }
    return builder;
  }

  private static BodyPublisher body(HttpRequest request) {
    return Optional.ofNullable(request.getBodyAsBinaryData())
        .map(data -> BodyPublishers.ofByteArray(data.toBytes()))
        .orElseGet(BodyPublishers::noBody);
  }
}
