package dev.backupsync.notification;

import dev.backupsync.http.Exchange;

/** Is told what becomes of notifications; for metrics. */
public interface NotificationListener {
  /** One POST was made. */
  void attempted(Exchange exchange);

  /** The receiver has one. */
  void delivered();

  /** The receiver will never get one. */
  void lost();

  /** One of an earlier process, which has most likely delivered it, is not repeated. */
  void notRepeated();
}
