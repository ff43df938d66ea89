package dev.backupsync.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.JsonUtils;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes log lines as JSON with the names of the Elastic Common Schema. Elastic's own encoder would
 * leave the fields of our lines under names that the schema does not know.
 */
public final class EcsEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  /** Of the fields that a line has; all others become labels. */
  private static final Map<String, String> NAMES =
      Map.of(
          "kind", "orchestrator.resource.type",
          "namespace", "orchestrator.namespace",
          "name", "orchestrator.resource.name",
          "correlationId", "http.request.id");

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new StringBuilder();
    EcsJsonSerializer.serializeObjectStart(line, event.getTimeStamp());
    EcsJsonSerializer.serializeLogLevel(line, event.getLevel().toString());
    EcsJsonSerializer.serializeFormattedMessage(line, event.getFormattedMessage());
    EcsJsonSerializer.serializeEcsVersion(line);
    EcsJsonSerializer.serializeServiceName(line, "backup-sync-operator");
    EcsJsonSerializer.serializeThreadName(line, event.getThreadName());
    EcsJsonSerializer.serializeLoggerName(line, event.getLoggerName());
    event.getMDCPropertyMap().forEach((name, value) -> field(line, name, value));
    if (event.getThrowableProxy() != null) {
      exception(line, event.getThrowableProxy());
    }
    EcsJsonSerializer.serializeObjectEnd(line);
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void field(StringBuilder line, String name, String value) {
    text(line, NAMES.getOrDefault(name, "labels." + name.replace('.', '_')), value);
    if (name.equals("run")) {
      text(line, "trace.id", value.replace("-", ""));
    }
  }

  private static void text(StringBuilder line, String name, String value) {
    line.append('"');
    JsonUtils.quoteAsString(name, line);
    line.append("\":\"");
    JsonUtils.quoteAsString(value, line);
    line.append("\",");
  }

  private static void exception(StringBuilder line, IThrowableProxy thrown) {
    var trace = ThrowableProxyUtil.asString(thrown);
    EcsJsonSerializer.serializeException(
        line, thrown.getClassName(), thrown.getMessage(), trace, false);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
