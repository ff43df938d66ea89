package dev.backupsync.schedule.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.backupsync.schedule.LocalCron;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A five-field cron, read by cron-utils. cron-utils is used in UTC only: in a zone with daylight
 * saving time it skips the day on which a time is missing, and is inconsistent about hours that
 * occur twice.
 */
public final class CronExpression implements LocalCron {
  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> FIELDS =
      List.of(
          "a minute (0-59)",
          "an hour (0-23)",
          "a day of the month (1-31)",
          "a month (1-12 or JAN-DEC)",
          "a day of the week (0-7 or SUN-SAT, 0 and 7 are Sunday)");
  private static final String ITEM = "(?:\\*|\\w++(?:-\\w++)?+)(?:/[0-9]++)?+";
  private static final Pattern FIELD = Pattern.compile(ITEM + "(?:," + ITEM + ")*+");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int HOUR = 1;
  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  /** To parse one takes a hundred times as long as to find it here; most syncs share a few. */
  private static final Map<List<String>, CronExpression> PARSED = new ConcurrentHashMap<>();

  private static final int MOST_PARSED = 1_000;

  private final String text;
  private final boolean everyHour;
  private final ExecutionTime times;

  private CronExpression(List<String> fields) {
    this.text = String.join(" ", fields);
    this.everyHour = EVERY_HOUR.contains(fields.get(HOUR));
    this.times = ExecutionTime.forCron(PARSER.parse(text));
  }

  /** The cron in {@code text}; problems are reported to {@code problems}. */
  public static Optional<CronExpression> read(String text, Consumer<String> problems) {
    var trimmed = text.strip();
    if (trimmed.startsWith("@") && !MACROS.containsKey(trimmed)) {
      var known = String.join(" ", MACROS.keySet().stream().sorted().toList());
      problems.accept("'" + trimmed + "' is not a macro; there are " + known);
      return Optional.empty();
    }
    var fields = List.of(SPACES.split(MACROS.getOrDefault(trimmed, trimmed)));
    if (fields.size() != FIELDS.size()) {
      problems.accept(
          "needs five fields (minute, hour, day of the month, month, day of the week), has "
              + (trimmed.isEmpty() ? 0 : fields.size()));
      return Optional.empty();
    }
    var known = Optional.ofNullable(PARSED.get(fields));
    return known.isPresent() ? known : parsed(fields, problems);
  }

  private static Optional<CronExpression> parsed(List<String> fields, Consumer<String> problems) {
    var wrong = wrong(fields);
    wrong.forEach(problems);
    var cron =
        wrong.isEmpty()
            ? sometime(new CronExpression(fields), problems)
            : Optional.<CronExpression>empty();
    if (PARSED.size() >= MOST_PARSED) {
      PARSED.clear(); // whoever writes ever new ones gains no memory by it
    }
    cron.ifPresent(one -> PARSED.put(fields, one));
    return cron;
  }

  private static List<String> wrong(List<String> fields) {
    return IntStream.range(0, FIELDS.size())
        .filter(i -> !isField(i, fields.get(i)))
        .mapToObj(
            i ->
                "'%s' is not %s, nor a list, range or step of it such as 1,2 or 1-5 or */2"
                    .formatted(fields.get(i), FIELDS.get(i)))
        .toList();
  }

  /**
   * Parses the field alone, with stars for the others, because cron-utils does not say which field
   * is wrong; and only if it has the syntax of a field, because cron-utils accepts or fails on
   * other texts.
   */
  private static boolean isField(int index, String field) {
    if (!FIELD.matcher(field).matches()) {
      return false;
    }
    var others = new ArrayList<>(Collections.nCopies(FIELDS.size(), "*"));
    others.set(index, field);
    try {
      PARSER.parse(String.join(" ", others));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Optional<CronExpression> sometime(CronExpression cron, Consumer<String> problems) {
    if (cron.after(ANY_TIME).isEmpty()) {
      problems.accept("'" + cron.text + "' never comes: no month that it names has such a day");
      return Optional.empty();
    }
    return Optional.of(cron);
  }

  /** The five fields, with macros expanded. */
  public String text() {
    return text;
  }

  @Override
  public Optional<LocalDateTime> after(LocalDateTime time) {
    return times.nextExecution(minute(time)).map(ZonedDateTime::toLocalDateTime);
  }

  @Override
  public Optional<LocalDateTime> notAfter(LocalDateTime time) {
    return times.lastExecution(minute(time).plusMinutes(1)).map(ZonedDateTime::toLocalDateTime);
  }

  @Override
  public boolean everyHour() {
    return everyHour;
  }

  private static ZonedDateTime minute(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
  }
}
