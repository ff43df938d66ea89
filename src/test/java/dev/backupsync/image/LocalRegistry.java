package dev.backupsync.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** A registry of this machine: Debian's docker-registry, without TLS, for images and for charts. */
public final class LocalRegistry implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final String address;

  private LocalRegistry(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Skips the test where it or skopeo is not installed; with kube.required the test fails. */
  public static void assumeInstalled() {
    var installed =
        Files.exists(Path.of("/usr/bin/docker-registry"))
            && Files.exists(Path.of("/usr/bin/skopeo"));
    if (!installed && Boolean.getBoolean("kube.required")) {
      throw new IllegalStateException("Required and not installed: docker-registry and skopeo");
    }
    assumeTrue(installed, "docker-registry and skopeo: apt-get install them");
  }

  /** Keeps what it is given in the folder. */
  public static LocalRegistry start(Path folder) throws IOException {
    var address = "127.0.0.1:" + freePort();
    var config =
        """
        version: 0.1
        log: {level: warn, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        """
            .formatted(folder.resolve("registry"), address);
    var file = Files.writeString(folder.resolve("registry.yml"), config);
    var process =
        new ProcessBuilder("docker-registry", "serve", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    var registry = new LocalRegistry(process, address);
    Awaitility.await().until(registry::answers);
    return registry;
  }

  /** Host and port. */
  public String address() {
    return address;
  }

  /** What skopeo says to this command. */
  public String skopeo(String... command) throws IOException, InterruptedException {
    return Command.run(command);
  }

  private boolean answers() throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://" + address + "/v2/")).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
