package dev.backupsync.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rival is told: it needs no connections, only the servers by number.
 *
 * @param servers logged in
 */
record Rival(SyncKind kind, List<VendorCalls> servers, Duration poll) {
  /** It works as soon as it has said so. */
  static final String READY = "The rival is ready";

  /** What {@link #of} reads. */
  static String[] arguments(SyncKind kind, Path ca, List<String> urls, Duration poll) {
    return new String[] {kind.name(), ca.toString(), String.join(",", urls), poll.toString()};
  }

  static Rival of(String[] arguments) throws IOException, InterruptedException {
    var kind = SyncKind.valueOf(arguments[0]);
    var http = VendorHttp.client(Files.readString(Path.of(arguments[1])));
    var poll = Duration.parse(arguments[3]);
    var servers = new ArrayList<VendorCalls>();
    for (var url : arguments[2].split(",", -1)) {
      servers.add(VendorCalls.login(kind, http, url, poll));
    }
    return new Rival(kind, servers, poll);
  }

  /** By the name of the connection that a sync refers to. */
  VendorCalls server(String connection) {
    return servers.get(Integer.parseInt(connection.substring(connection.lastIndexOf('-') + 1)));
  }

  static void sayReady() {
    System.out.println(READY);
    System.out.flush();
  }
}
