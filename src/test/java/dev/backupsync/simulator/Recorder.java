package dev.backupsync.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a vendor was asked, in order, so that tests can judge by it. Holds neither secrets nor
 * tokens.
 */
public final class Recorder {
  /**
   * One request.
   *
   * @param path as it came, without the query
   * @param status what was answered; 0 while there is no answer, and for ever where the connection
   *     was reset
   * @param authorized whether an Authorization header came with it
   * @param headers all others but Cookie, by lower-case name
   */
  public record Request(
      int sequence,
      String method,
      String path,
      int status,
      boolean authorized,
      Map<String, List<String>> headers) {

    public Optional<String> header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    private Request answered(int answer) {
      return new Request(sequence, method, path, answer, authorized, headers);
    }
  }

  private final List<Request> requests = new ArrayList<>();

  public synchronized List<Request> all() {
    return List.copyOf(requests);
  }

  /** The requests with this method whose whole path matches. */
  public List<Request> all(String method, String pathRegex) {
    var match = Match.of(method, pathRegex);
    return all().stream()
        .filter(request -> match.matches(request.method(), request.path()))
        .toList();
  }

  /** The same, by a match. */
  public int count(Match match) {
    return (int)
        all().stream().filter(request -> match.matches(request.method(), request.path())).count();
  }

  /** Counted as they arrive, whatever becomes of them; {@code "*"} stands for every method. */
  public int count(String method, String pathRegex) {
    return all(method, pathRegex).size();
  }

  /** Only those answered with this status. */
  public int count(String method, String pathRegex, int status) {
    return (int)
        all(method, pathRegex).stream().filter(request -> request.status() == status).count();
  }

  public synchronized void clear() {
    requests.clear();
  }

  /** Gives the request that is to be {@link #answered}. */
  synchronized Request arrived(Call call) {
    var headers = new LinkedHashMap<>(call.headers());
    var authorized = headers.remove("authorization") != null;
    headers.remove("cookie");
    var sequence = requests.isEmpty() ? 0 : requests.getLast().sequence() + 1;
    var request =
        new Request(sequence, call.method(), call.path(), 0, authorized, Map.copyOf(headers));
    requests.add(request);
    return request;
  }

  /** Nothing happens where it was cleared away meanwhile. */
  synchronized void answered(Request request, int status) {
    var place = requests.isEmpty() ? -1 : request.sequence() - requests.getFirst().sequence();
    if (place >= 0 && place < requests.size() && requests.get(place).equals(request)) {
      requests.set(place, request.answered(status));
    }
  }
}
