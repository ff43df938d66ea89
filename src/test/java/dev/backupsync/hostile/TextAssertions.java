package dev.backupsync.hostile;

import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import java.util.Optional;

/** What may be told to people: fuzz tests hold every text that a reader makes against it. */
public final class TextAssertions {
  private TextAssertions() {}

  /** One line of so many characters at most, without what steers a terminal or half a character. */
  public static void line(String text, int longest) {
    if (text.length() > longest) {
      throw new AssertionError(text.length() + " characters");
    }
    text.codePoints().forEach(TextAssertions::plain);
  }

  public static void word(Optional<String> text, int longest) {
    text.ifPresent(word -> line(word, longest));
  }

  public static void error(SyncError error) {
    line(error.code(), 128);
    line(error.message(), StatusBudget.MESSAGE);
    holds(!error.message().isBlank(), "something is always said");
    word(Optional.ofNullable(error.correlationId()), 1024);
    var actions = error.recommendedActions();
    if (actions != null) {
      actions.forEach(action -> line(action, 256));
      holds(actions.size() <= 8, "too many actions");
    }
  }

  public static void holds(boolean law, String message) {
    if (!law) {
      throw new AssertionError(message);
    }
  }

  private static void plain(int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          throw new AssertionError("U+%04X".formatted(codePoint));
      default -> {}
    }
  }
}
