package dev.backupsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.docs.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fields of log lines are a contract, which their page tells and the real configuration keeps.
 */
class LogFormatsTest {
  private static final String ODD = "a\nb\r\"c\\\t\u001b[2Jd\u2028e";

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (?:`([^`]+)`|–) \\| (?:`([^`]+)`|–) \\| .+ \\|$");

  private static final Map<String, String> FIELDS = fields();

  private static Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("kind", "BackupInstanceSync");
    fields.put("namespace", "team-a");
    fields.put("name", "orders");
    fields.put("run", "0c5c8f1e-6f0b-4f5c-9a53-0f5f7c2f8f11");
    fields.put("attempt", "2");
    fields.put("trigger", "Scheduled");
    fields.put("connection", "team-a/azure");
    fields.put("correlationId", "8d2f2d9c");
    return fields;
  }

  @Test
  void jsonHasTheFieldsOfItsPage() throws Exception {
    var line = line("json", "What happened", new IllegalStateException("why"));

    assertThat(paths("", line).filter(path -> !path.startsWith("throwable.stepArray.")))
        .containsAll(told(1))
        .allMatch(path -> path.startsWith("throwable.") || told(1).contains(path));
    assertThat(line.at("/mdc/connection").textValue()).isEqualTo("team-a/azure");
    assertThat(line.path("formattedMessage").textValue()).isEqualTo("What happened");
  }

  @Test
  void ecsHasTheFieldsOfItsPage() throws Exception {
    var line = line("ecs", "What happened", new IllegalStateException("why"));

    assertThat(new TreeSet<>(line.propertyStream().map(Map.Entry::getKey).toList()))
        .isEqualTo(new TreeSet<>(told(2)));
    assertThat(Instant.parse(line.path("@timestamp").textValue()))
        .isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(line.path("orchestrator.resource.type").textValue()).isEqualTo("BackupInstanceSync");
    assertThat(line.path("orchestrator.namespace").textValue()).isEqualTo("team-a");
    assertThat(line.path("orchestrator.resource.name").textValue()).isEqualTo("orders");
    assertThat(line.path("labels.attempt").textValue()).isEqualTo("2");
    assertThat(line.path("http.request.id").textValue()).isEqualTo("8d2f2d9c");
    assertThat(line.path("trace.id").textValue()).isEqualTo("0c5c8f1e6f0b4f5c9a530f5f7c2f8f11");
    assertThat(line.path("error.type").textValue()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line.path("error.message").textValue()).isEqualTo("why");
  }

  /** Whatever anybody writes into an object. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "ecs"})
  void oneEventIsOneLineWithAllThatWasSaid(String format) throws Exception {
    var text = text(format, ODD, new IllegalStateException(ODD));
    var line = new JsonMapper().readTree(text);

    assertThat(text.strip()).doesNotContain("\n", "\r", "\u001b");
    assertThat(line.path(format.equals("json") ? "formattedMessage" : "message").textValue())
        .isEqualTo(ODD);
  }

  /** A field that only a library sets does not get in the way of a field of the schema. */
  @Test
  void whatLibrariesAddBecomesALabel() throws Exception {
    var event = event("What happened", null, Map.of("resource.kind", "Pod"));

    var line = new JsonMapper().readTree(text("ecs", event));
    assertThat(line.path("labels.resource_kind").textValue()).isEqualTo("Pod");
  }

  private static List<String> told(int column) {
    return ROW.matcher(Page.at("docs/reference/logs.md").section("Fields"))
        .results()
        .flatMap(row -> Stream.ofNullable(row.group(column)))
        .toList();
  }

  private static Stream<String> paths(String prefix, JsonNode node) {
    return node.propertyStream()
        .flatMap(
            field ->
                field.getValue().isObject()
                    ? paths(prefix + field.getKey() + ".", field.getValue())
                    : Stream.of(prefix + field.getKey()));
  }

  private static JsonNode line(String format, String message, Throwable thrown) throws Exception {
    return new JsonMapper().readTree(text(format, message, thrown));
  }

  private static String text(String format, String message, Throwable thrown)
      throws JoranException, IOException {
    return text(format, event(message, thrown, FIELDS));
  }

  private static LoggingEvent event(String message, Throwable thrown, Map<String, String> fields) {
    var logger = new LoggerContext().getLogger(LogFormatsTest.class);
    var event = new LoggingEvent("", logger, Level.WARN, message, thrown, new Object[0]);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    event.setMDCPropertyMap(fields);
    return event;
  }

  /** As the appender of this format writes it, by the configuration that ships. */
  private static String text(String format, ILoggingEvent event)
      throws JoranException, IOException {
    var context = new LoggerContext();
    context.putProperty("LOG_FORMAT", format);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormatsTest.class.getResource("/logback.xml"));
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var appender = (ConsoleAppender<ILoggingEvent>) root.getAppender(format);
    try {
      return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    } finally {
      context.stop();
    }
  }
}
