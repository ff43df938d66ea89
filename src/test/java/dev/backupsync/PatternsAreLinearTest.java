package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.backupsync.api.v1alpha1.Patterns;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Vendors and users write texts of any shape, and no shape may cost more than its length: every
 * regular expression of the product reads each character a bounded number of times, and takes no
 * stack for it.
 */
class PatternsAreLinearTest {
  private static final int LONG = 64 * 1024;
  private static final int SMALL_STACK = 160 * 1024;

  /** Alternatives, look-aheads and steps back included; quadratic would be thousands. */
  private static final int READS_OF_ONE_CHARACTER = 64;

  private static final List<String> PIECES =
      List.of(
          ".",
          "a",
          "A",
          "0",
          " ",
          "/",
          ":",
          "-",
          ",",
          "@",
          "?",
          "=",
          "\"",
          "'",
          "\n",
          "(",
          "eyJ",
          ".a",
          "a.",
          "a-",
          "a ",
          "a,",
          "a/1,",
          "1.5h",
          "1h",
          "0.",
          "a@",
          "*/2,",
          "http://",
          "https://",
          "https://a",
          "https://a@",
          "https://a?",
          "eyJaaaaaaaaaa",
          "eyJaaaaaaaaaa.",
          "authorization",
          "authorization: ",
          "authorization: a",
          "authorization ",
          "bearer",
          "bearer ",
          "bearer-",
          "password",
          "password=",
          "password ",
          "'password'=",
          "\"key\":",
          "key",
          "token",
          "secret=\"",
          "sig='",
          "AADSTS",
          "AADSTS1",
          "Trace ID:",
          "org.a.",
          "-----BEGIN CERTIFICATE-----",
          "-----BEGIN CERTIFICATE-----aGk=",
          "-----END CERTIFICATE-----",
          "aaaaaaaa-0000-0000-0000-");

  private static final List<String> STARTS = List.of("", "eyJaaaaaaaaaa", "https://a");

  record Named(String name, Pattern pattern) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final class Counted implements CharSequence {
    private final String text;
    private long reads;

    private Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Named> patterns() {
    var found = new TreeMap<String, Pattern>();
    constants().forEach((name, value) -> addAll(found, name, value));
    assertThat(found).hasSizeGreaterThan(10);
    return found.entrySet().stream().map(one -> new Named(one.getKey(), one.getValue()));
  }

  private static void addAll(Map<String, Pattern> found, String name, Object value) {
    switch (value) {
      case Pattern pattern -> found.put(name, pattern);
      case Collection<?> many -> {
        var i = 0;
        for (var one : many) {
          addAll(found, name + "[" + i++ + "]", one);
        }
      }
      case Record record -> {
        for (var component : record.getClass().getRecordComponents()) {
          if (component.getType() == Pattern.class) {
            addAll(found, name, read(record, component.getName()));
          }
        }
      }
      default -> {}
    }
  }

  private static Object read(Record record, String component) {
    try {
      var field = record.getClass().getDeclaredField(component);
      field.setAccessible(true);
      return field.get(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> constants() {
    var all = new TreeMap<String, Object>();
    new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.backupsync")
        .forEach(
            one -> {
              for (var field : one.reflect().getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && mayHoldPatterns(field)) {
                  all.put(one.getSimpleName() + "." + field.getName(), value(field));
                }
              }
            });
    return all;
  }

  private static boolean mayHoldPatterns(Field field) {
    return List.of(Pattern.class, List.class, Predicate.class).contains(field.getType());
  }

  private static Object value(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> texts(int length) {
    return STARTS.stream()
        .flatMap(
            start ->
                PIECES.stream().map(piece -> start + piece.repeat(length / piece.length()) + "!"));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void eachReadsACharacterSoManyTimesAtMost(Named one) throws InterruptedException {
    onSmallStack(
        () -> {
          texts(LONG).forEach(text -> assertLinear(one.pattern, text));
        });
  }

  private static void assertLinear(Pattern pattern, String text) {
    var counted = new Counted(text);
    pattern.matcher(counted).matches();
    var matcher = pattern.matcher(counted);
    while (matcher.find()) {
      // to the end, as a replacement goes
    }
    assertThat(counted.reads)
        .as("characters of %.60s… read by %s", text, pattern)
        .isLessThan((long) READS_OF_ONE_CHARACTER * text.length());
  }

  /** Those that the CRDs have, too, which know no possessive groups. */
  @Test
  void whatSpecsAreHeldToTakesNoStack() throws InterruptedException {
    onSmallStack(
        () ->
            Stream.of(Patterns.class.getFields())
                .filter(field -> field.getType() == String.class)
                .filter(field -> !field.getName().equals("DURATION")) // GoDuration reads these
                .forEach(
                    field ->
                        Stream.concat(texts(2000), texts(LONG))
                            .forEach(text -> Patterns.matches((String) value(field), text))));
  }

  @Test
  void predicatesTakeNoStackEither() throws InterruptedException {
    onSmallStack(
        () ->
            constants().values().stream()
                .filter(Predicate.class::isInstance)
                .forEach(predicate -> texts(LONG).forEach(text -> test(predicate, text))));
  }

  @SuppressWarnings("unchecked") // the only predicates that are constants are of texts
  private static boolean test(Object predicate, String text) {
    return ((Predicate<String>) predicate).test(text);
  }

  /** So that the test above sees them all. */
  @Test
  void eachIsAConstant() {
    ArchRuleDefinition.noClasses()
        .should()
        .callMethod(String.class, "matches", String.class)
        .orShould()
        .callMethod(String.class, "replaceAll", String.class, String.class)
        .orShould()
        .callMethod(String.class, "replaceFirst", String.class, String.class)
        .orShould()
        .callMethod(String.class, "split", String.class)
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.backupsync"));
  }

  private static void onSmallStack(Runnable what) throws InterruptedException {
    var thrown = new AtomicReference<Throwable>();
    var thread = new Thread(null, what, "small stack", SMALL_STACK);
    thread.setUncaughtExceptionHandler((_, e) -> thrown.set(e));
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }
}
