package dev.backupsync.hostile;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** What somebody who may write a status could write into it. */
enum Planting {
  FOREIGN_URL(
      status -> {
        status.put("state", "Synchronizing");
        status.withObject("/run/operation").put("id", "y").put("url", Planting.FOREIGN);
      }),
  GIANT_ERROR(
      status -> {
        var error = status.putObject("lastError");
        for (var field : new String[] {"code", "message", "correlationId"}) {
          error.put(field, "\u202e\n" + "<".repeat(30_000));
        }
        var actions = error.putArray("recommendedActions");
        for (var i = 0; i < 1_000; i++) {
          actions.add("x".repeat(100));
        }
      }),
  GIANT_STRINGS(
      status -> {
        for (var field : new String[] {"message", "error", "vendorState", "lastHandledCancel"}) {
          status.put(field, "\u202e\n" + "x".repeat(90_000));
        }
        GIANT_ERROR.plant.accept(status);
        status.withObject("/run").put("id", "x".repeat(90_000));
      }),
  NEGATIVE_NUMBERS(
      status -> {
        var run = status.withObject("/run").put("attempt", -7).put("misses", -1);
        run.put("idlePolls", Integer.MIN_VALUE).put("confirmations", Integer.MIN_VALUE);
      }),
  HUGE_NUMBERS(
      status -> {
        status.put("observedGeneration", Long.MAX_VALUE);
        var run = status.withObject("/run").put("attempt", Integer.MAX_VALUE);
        run.put("idlePolls", Integer.MAX_VALUE).put("misses", Integer.MAX_VALUE);
      }),
  NUMBERS_BEYOND_JAVA(status -> status.withObject("/run").put("attempt", 3_000_000_000L)),
  YEAR_1(status -> times(status, "0001-01-01T00:00:00Z")),
  YEAR_9999(status -> times(status, "9999-12-31T23:59:59Z")),
  TIMES_BEYOND_JAVA(status -> times(status, "2026-01-01T00:00:00x5Z")),
  IN_FLIGHT_WITHOUT_A_RUN(status -> status.put("state", "Synchronizing").putNull("run")),
  HISTORY_OF_1000(
      status -> {
        ArrayNode history = status.putArray("history").addNull();
        for (var i = 0; i < 1_000; i++) {
          history
              .addObject()
              .put("id", "x" + i)
              .put("result", "Failed")
              .putObject("trigger")
              .put("type", "Created");
        }
      }),
  FORGED_CONDITIONS(
      status ->
          status
              .putArray("conditions")
              .addObject()
              .put("type", "Ready")
              .put("status", "True")
              .put("reason", "Forged")
              .put("message", "x".repeat(30_000))
              .put("lastTransitionTime", "0001-01-01T00:00:00Z")),
  /** Refused by the server. */
  NO_CONDITIONS_AT_ALL(
      status ->
          status
              .putArray("conditions")
              .addNull()
              .addObject()
              .put("type", "Ready")
              .put("status", "True")
              .put("reason", "Forged")
              .put("lastTransitionTime", "x".repeat(90_000))),
  /** As a newer release might write them. */
  WORDS_THAT_NOBODY_KNOWS(
      status -> {
        status.put("state", "Verifying").put("reason", "Verifying");
        status.withObject("/run/trigger").put("type", "Webhook");
      }),
  /** Refused by the server. */
  IMPOSSIBLE_PROGRESS(status -> status.put("progressPercent", -5)),
  /** Refused by the server. */
  A_RUN_WITHOUT_ID(status -> status.withObject("/run").putNull("id"));

  private static final String FOREIGN = "https://foreign.invalid/operationStatus/x?t=1";
  private static final JsonMapper JSON = new JsonMapper();

  @SuppressWarnings("ImmutableEnumChecker") // holds no state
  private final Consumer<ObjectNode> plant;

  Planting(Consumer<ObjectNode> plant) {
    this.plant = plant;
  }

  /** As a merge patch. */
  String patch(String foreign) {
    var patch = JSON.createObjectNode();
    plant.accept(patch.putObject("status"));
    return patch.toString().replace("https://foreign.invalid", foreign);
  }

  boolean isRefused() {
    return switch (this) {
      case IMPOSSIBLE_PROGRESS, A_RUN_WITHOUT_ID, NO_CONDITIONS_AT_ALL -> true;
      case FOREIGN_URL,
          WORDS_THAT_NOBODY_KNOWS,
          GIANT_ERROR,
          GIANT_STRINGS,
          NEGATIVE_NUMBERS,
          HUGE_NUMBERS,
          NUMBERS_BEYOND_JAVA,
          YEAR_1,
          YEAR_9999,
          TIMES_BEYOND_JAVA,
          IN_FLIGHT_WITHOUT_A_RUN,
          HISTORY_OF_1000,
          FORGED_CONDITIONS ->
          false;
    };
  }

  private static void times(ObjectNode status, String time) {
    for (var field :
        new String[] {
          "queuedTime", "lastSuccessTime", "nextRunTime", "lastScheduleTime", "nextCheckTime"
        }) {
      status.put(field, time);
    }
    for (var field : new String[] {"startTime", "sentTime", "deadline", "nextPollTime"}) {
      status.withObject("/run").put(field, time);
    }
  }
}
