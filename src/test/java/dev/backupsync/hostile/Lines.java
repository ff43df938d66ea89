package dev.backupsync.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the operator logs, as its own encoder of the text format writes it, event by event. */
final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  /** The client complains of how a watch that nobody wants any more is closed. */
  private static final String WATCHES = "io.fabric8.kubernetes.client.jdkhttp";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Encoder<ILoggingEvent> encoder;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> alarms = new CopyOnWriteArrayList<>();

  private Lines() {
    var text = (ConsoleAppender<ILoggingEvent>) root.getAppender("text");
    this.encoder = text.getEncoder();
  }

  static Lines captured() {
    var lines = new Lines();
    lines.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    lines.start();
    lines.root.addAppender(lines);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var line = new String(encoder.encode(event), StandardCharsets.UTF_8);
    events.add(line);
    var ours = !event.getLoggerName().startsWith(WATCHES);
    if (ours
        && (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null)) {
      alarms.add(line);
    }
  }

  /** Each as it is written, its line break included. */
  List<String> events() {
    return events;
  }

  /** Errors, and whatever came with an exception. */
  List<String> alarms() {
    return alarms;
  }

  @Override
  public void close() {
    root.detachAppender(this);
  }
}
