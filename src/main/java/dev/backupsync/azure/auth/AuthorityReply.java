package dev.backupsync.azure.auth;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import dev.backupsync.http.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link Reply} as an azure-core response; a body that is not JSON becomes an empty one. */
final class AuthorityReply extends HttpResponse {
  private final Reply reply;
  private final String body;

  AuthorityReply(HttpRequest request, Reply reply) {
    super(request);
    this.reply = reply;
    this.body = reply.body().isMissingNode() ? "" : reply.body().toString();
  }

  @Override
  public int getStatusCode() {
    return reply.status();
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return reply.header(name).orElse(null);
  }

  @Override
  public HttpHeaders getHeaders() {
    var headers = new HttpHeaders();
    reply
        .headers()
        .map()
        .forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(StandardCharsets.UTF_8.encode(body));
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromString(body);
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Mono<String> getBodyAsString() {
    return Mono.just(body);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(body);
  }
}
