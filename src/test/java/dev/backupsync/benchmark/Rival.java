package dev.backupsync.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rival is told: it needs no connections, only the servers by number.
 *
 * @param veeam logged in, one for each server
 */
record Rival(List<VeeamCalls> veeam, Duration poll) {
  /** It works as soon as it has said so. */
  static final String READY = "The rival is ready";

  static Rival of(String[] arguments) throws IOException, InterruptedException {
    var ca = Files.readString(Path.of(arguments[0]));
    var http = VeeamCalls.client(ca);
    var veeam = new ArrayList<VeeamCalls>();
    for (var url : arguments[1].split(",", -1)) {
      veeam.add(login(http, url, arguments));
    }
    return new Rival(veeam, Duration.parse(arguments[2]));
  }

  private static VeeamCalls login(HttpClient http, String url, String[] arguments)
      throws IOException, InterruptedException {
    return VeeamCalls.login(http, url, arguments[3], arguments[4]);
  }

  /** By the name of the connection that a sync refers to. */
  int server(String connection) {
    return Integer.parseInt(connection.substring(connection.lastIndexOf('-') + 1));
  }

  static void sayReady() {
    System.out.println(READY);
    System.out.flush();
  }
}
