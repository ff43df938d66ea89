package dev.backupsync.trouble;

/** From when on there is trouble. */
enum Moment {
  /** Before the connection is tried. */
  NEW,
  /** Before the first look at the target. */
  CONNECTED,
  /** The vendor has accepted a run. */
  RUNNING,
  /** The same, and the tokens in hand are worth nothing any more. */
  LOGGED_OUT,
  /** The vendor's run is over, and the operator has not heard of it. */
  ENDED,
  /** A user wants the run to be stopped. */
  CANCELLING,
  /** The sync has succeeded, and its connection is about to be closed. */
  CLOSING
}
