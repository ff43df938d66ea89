package dev.backupsync;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** An option as {@link OperatorOptions} declares it, for whoever holds others to it. */
record DeclaredOption(String name, String variable, String fallback) {
  private static final Pattern FROM_ENVIRONMENT =
      Pattern.compile("\\$\\{env:(?<variable>\\w+):-(?<fallback>.*)}");

  static List<DeclaredOption> all() {
    return Stream.of(OperatorOptions.class.getDeclaredFields())
        .flatMap(field -> Optional.ofNullable(field.getAnnotation(Option.class)).stream())
        .map(DeclaredOption::of)
        .toList();
  }

  static List<String> variables() {
    return all().stream().map(DeclaredOption::variable).toList();
  }

  private static DeclaredOption of(Option option) {
    var declared = FROM_ENVIRONMENT.matcher(option.defaultValue());
    if (!declared.matches()) {
      throw new AssertionError(option.names()[0] + " has no variable: " + option.defaultValue());
    }
    return new DeclaredOption(
        option.names()[0], declared.group("variable"), declared.group("fallback"));
  }
}
