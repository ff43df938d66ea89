package dev.backupsync.notification;

import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Posts a notification once: signed, without redirects, and within a time limit. */
final class NotificationSender implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** By which a receiver says that it is this notification that it does not want. */
  private static final Set<Integer> FINAL = Set.of(400, 410, 413, 415, 422);

  private final NotificationReceiver receiver;
  private final JsonHttp http;
  private final InstantSource clock;

  NotificationSender(
      NotificationReceiver receiver,
      Proxies proxies,
      InstantSource clock,
      TrafficListener traffic) {
    var client = HttpClients.create(receiver.tls(), TIMEOUT, proxies);
    this.receiver = receiver;
    this.http = new JsonHttp(client, TIMEOUT, clock, traffic, 1);
    this.clock = clock;
  }

  DeliveryResult send(Notification notification) {
    if (!notification.hasId()) {
      return new DeliveryResult.Refused("the id of its run is none that the operator gives");
    }
    var now = clock.instant().getEpochSecond();
    var request = request(notification, now);
    try {
      sign(request, notification, now);
    } catch (IOException | IllegalArgumentException _) {
      // never sent unsigned: a receiver would rightly not believe it
      return new DeliveryResult.Failed("the file with the key cannot be read", Optional.empty());
    }
    return switch (http.send("notify", request)) {
      case Reply reply when reply.success() -> new DeliveryResult.Done();
      case Reply reply when FINAL.contains(reply.status()) ->
          new DeliveryResult.Refused("HTTP " + reply.status());
      case Reply reply -> new DeliveryResult.Failed("HTTP " + reply.status(), reply.retryAfter());
      case NoReply(_, _, var message) -> new DeliveryResult.Failed(message, Optional.empty());
    };
  }

  private HttpRequest.Builder request(Notification notification, long now) {
    return HttpRequest.newBuilder(receiver.url())
        .setHeader("Content-Type", "application/cloudevents+json; charset=UTF-8")
        .setHeader("webhook-id", notification.id())
        .setHeader("webhook-timestamp", Long.toString(now))
        .POST(BodyPublishers.ofString(notification.body()));
  }

  private void sign(HttpRequest.Builder request, Notification notification, long now)
      throws IOException {
    if (receiver.keys().isPresent()) {
      var signature = receiver.keys().get().sign(notification.id(), now, notification.body());
      request.setHeader("webhook-signature", signature);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
