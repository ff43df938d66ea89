package dev.backupsync.simulator;

import java.util.regex.Pattern;

/** Which calls are meant: a method, or any, and a pattern for the whole path without its query. */
public record Match(String method, Pattern path) {

  public static Match of(String method, String pathRegex) {
    return new Match(method, Pattern.compile(pathRegex));
  }

  public static Match get(String pathRegex) {
    return of("GET", pathRegex);
  }

  public static Match post(String pathRegex) {
    return of("POST", pathRegex);
  }

  /** Every method. */
  public static Match path(String pathRegex) {
    return of("*", pathRegex);
  }

  public static Match any() {
    return path(".*");
  }

  boolean matches(String otherMethod, String otherPath) {
    return (method.equals("*") || method.equals(otherMethod)) && path.matcher(otherPath).matches();
  }
}
