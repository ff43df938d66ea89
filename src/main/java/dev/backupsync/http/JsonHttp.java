package dev.backupsync.http;

import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends one request and waits for its answer, but never retries. Retries are the caller's decision,
 * because it must know how often a vendor was called. Follows no redirect, which could send a token
 * to another host.
 *
 * <p>There is one object per connection: it limits the number of requests in flight, so that a slow
 * vendor delays only its own callers.
 */
public final class JsonHttp implements AutoCloseable {
  /** The longest answer that is not read as a list; a longer one would only fill our memory. */
  static final int MAX_BODY = 1 << 20;

  /**
   * The operations of probes and log-ins: they must not wait behind syncs, which wait for them. A
   * connection has at most one of each at a time.
   */
  private static final Set<String> AHEAD = Set.of("version", "token", "logout");

  private static final int LOG_INS = 4;

  private static final ReadBody CUT = ReadBody.unread(Reply.Form.FOREIGN);

  private final HttpClient client;
  private final Duration timeout;
  private final RetryAfter retryAfter;
  private final TrafficListener traffic;
  private final int atATime;
  private final Semaphore permits;
  private final Semaphore ahead = new Semaphore(LOG_INS, true);
  private final Proxies proxies;

  /**
   * @param client from {@link HttpClients}, with its {@link Proxies}; closed with this object
   * @param timeout limit of one exchange to the last byte of its body, and of the wait before it
   * @param clock to evaluate a Retry-After date
   * @param permits how many requests may be in flight, not counting those of probes and log-ins
   */
  public JsonHttp(
      HttpClient client,
      Duration timeout,
      InstantSource clock,
      TrafficListener traffic,
      int permits) {
    this.client = client;
    this.timeout = timeout;
    this.retryAfter = new RetryAfter(clock);
    this.traffic = traffic;
    this.atATime = permits;
    this.permits = new Semaphore(permits, true);
    this.proxies =
        client
            .proxy()
            .filter(Proxies.class::isInstance)
            .map(Proxies.class::cast)
            .orElse(Proxies.NONE);
  }

  /**
   * Sends the request once and blocks until its end. Expected trouble is a {@link NoReply}.
   *
   * @param operation a fixed, short name for the listener; never user input
   */
  public Exchange send(String operation, HttpRequest.Builder request) {
    return send(operation, request, _ -> new BoundedBody(MAX_BODY));
  }

  /**
   * Does the same for an answer of any length, which is read while it arrives.
   *
   * @param fields the only fields that are kept of it, at any depth
   */
  public Exchange list(String operation, HttpRequest.Builder request, Set<String> fields) {
    return send(
        operation,
        request,
        info ->
            info.statusCode() == HttpURLConnection.HTTP_OK
                ? new FilteredJsonBody(fields)
                : new BoundedBody(MAX_BODY));
  }

  private Exchange send(
      String operation, HttpRequest.Builder request, BodyHandler<ReadBody> bodies) {
    var whole =
        authorized(request)
            .setHeader("Accept", "application/json")
            .setHeader("User-Agent", "backup-sync-operator")
            .build();
    var began = System.nanoTime();
    var exchange = inTurn(whole, AHEAD.contains(operation) ? ahead : permits, bodies);
    traffic.exchanged(operation, exchange, Duration.ofNanos(System.nanoTime() - began));
    return exchange;
  }

  /** For the proxy only: the client removes the header from requests through a tunnel. */
  private HttpRequest.Builder authorized(HttpRequest.Builder request) {
    proxies
        .towards(request.build().uri())
        .flatMap(ProxyServer::authorization)
        .ifPresent(account -> request.setHeader("Proxy-Authorization", account));
    return request;
  }

  private Exchange inTurn(HttpRequest request, Semaphore turn, BodyHandler<ReadBody> bodies) {
    try {
      if (!turn.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return new NoReply(
            NoReply.Cause.QUEUED,
            false,
            "Not asked yet: as many requests as may be under way at this server wait for answers");
      }
    } catch (InterruptedException _) {
      return interrupted(false);
    }
    try {
      return exchange(request, bodies);
    } finally {
      turn.release();
    }
  }

  /**
   * The client's own time limit ends with the headers, so the wait for the future is limited too.
   */
  private Exchange exchange(HttpRequest request, BodyHandler<ReadBody> bodies) {
    var proxy = proxies.towards(request.uri());
    var head = new AtomicReference<HttpResponse.ResponseInfo>();
    var answer =
        client.sendAsync(
            request,
            info -> {
              head.set(info);
              return bodies.apply(info);
            });
    try {
      var response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() == HttpURLConnection.HTTP_PROXY_AUTH && proxy.isPresent()) {
        return Failures.refusedBy(proxy.get());
      }
      return reply(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException _) {
      return new NoReply(NoReply.Cause.TIMEOUT, true, late(head.get() != null));
    } catch (InterruptedException _) {
      return interrupted(true);
    } catch (ExecutionException e) {
      return Optional.ofNullable(head.get())
          .<Exchange>map(cut -> reply(cut.statusCode(), cut.headers(), CUT))
          .orElseGet(() -> Failures.read(e, request.uri(), proxy));
    } finally {
      var _ = answer.cancel(true); // closes the connection if the exchange is not over
    }
  }

  private String late(boolean begun) {
    return (begun ? "The answer began and did not end within " : "No complete answer within ")
        + timeout.toMillis()
        + " ms";
  }

  private Reply reply(int status, HttpHeaders headers, ReadBody content) {
    return new Reply(
        status,
        content.json(),
        content.form(),
        headers,
        headers.firstValue("Retry-After").flatMap(retryAfter::read));
  }

  private static NoReply interrupted(boolean sent) {
    Thread.currentThread().interrupt();
    return new NoReply(NoReply.Cause.INTERRUPTED, sent, "Interrupted while waiting for an answer");
  }

  /** Waits for requests in flight, for as long as an exchange may take. */
  public void drain() {
    try {
      if (permits.tryAcquire(atATime, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        permits.release(atATime);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Aborts requests in flight. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
