package dev.backupsync.http;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS in memory, so that a test may have any names and no timing. */
final class Handshake {
  private static final int ROUNDS = 20;
  private static final int WIRE = 1 << 17;

  private Handshake() {}

  /**
   * Brings it to its end, the server's last word included.
   *
   * @throws SSLException as the client sees it
   */
  static void between(SSLEngine client, SSLEngine server) throws SSLException {
    client.setUseClientMode(true);
    server.setUseClientMode(false);
    client.beginHandshake();
    server.beginHandshake();
    var toServer = ByteBuffer.allocate(WIRE);
    var toClient = ByteBuffer.allocate(WIRE);
    for (int i = 0; i < ROUNDS; i++) {
      speak(client, toServer);
      try {
        hear(server, toServer);
      } catch (SSLException _) {
        // which it tells the client by an alert
      }
      try {
        speak(server, toClient);
      } catch (SSLException _) {
        // it has spoken its alert before
      }
      hear(client, toClient);
    }
  }

  private static void speak(SSLEngine by, ByteBuffer wire) throws SSLException {
    while (by.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !by.isOutboundDone()) {
      by.wrap(ByteBuffer.allocate(0), wire);
      runTasks(by);
    }
  }

  /** Until all is heard, or it must speak first. */
  private static void hear(SSLEngine engine, ByteBuffer wire) throws SSLException {
    wire.flip();
    try {
      while (wire.hasRemaining()
          && !engine.isInboundDone()
          && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
        engine.unwrap(wire, ByteBuffer.allocate(1 << 15));
        runTasks(engine);
      }
    } finally {
      wire.compact();
    }
  }

  private static void runTasks(SSLEngine engine) {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
