package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How this server behaves where Veeam's documentation leaves it open. Everything may be changed at
 * any time and holds from the next request on.
 */
public final class VeeamScript {
  /** A run of this length moves by a test's hand alone. */
  public static final Duration BY_HAND = ChronoUnit.FOREVER.getDuration();

  /** What is left of a session after its run. */
  public sealed interface End {
    /** 404, and gone from the list. */
    record Vanish() implements End {}

    /** State {@code None} at 100 %, still listed. */
    record StayNone() implements End {}

    /** State {@code Synchronizing} at 100 %, still listed. */
    record StayAtHundred() implements End {}

    /** State {@code Failed} with this error, still listed; the repository stays out of sync. */
    record Fail(String error) implements End {}
  }

  /** How one run goes. */
  public record Course(Duration duration, End end) {}

  /** How {@code progressPercent} is written. */
  public enum ProgressForm {
    NUMBER,
    TEXT,
    NULL,
    ABSENT
  }

  /**
   * How the list of sessions is written; {@code ONE} is the first session as a bare object, or 404.
   */
  public enum ListForm {
    ARRAY,
    PAGE,
    ONE
  }

  /** What a start answers while a run of the same repository is on. */
  public enum SecondStart {
    SAME_SESSION,
    NEW_SESSION,
    CONFLICT,
    BAD_REQUEST,
    SERVER_ERROR
  }

  volatile Duration duration = Duration.ofSeconds(10);
  volatile End end = new End.Vanish();
  volatile Optional<Supplier<Course>> courses = Optional.empty();
  volatile int lag;
  volatile Duration listLag = Duration.ZERO;
  volatile int longestPage = VeeamLists.MAX_PAGE;
  volatile int queuedReads;
  volatile ProgressForm progressForm = ProgressForm.NUMBER;
  volatile ListForm listForm = ListForm.ARRAY;
  volatile SecondStart secondStart = SecondStart.SAME_SESSION;
  volatile Consumer<ObjectNode> startEdit = _ -> {};
  volatile Consumer<ObjectNode> sessionEdit = _ -> {};
  volatile Consumer<ObjectNode> repositoryEdit = _ -> {};

  VeeamScript() {}

  /** How long runs that start from now on take; {@link #BY_HAND} for those that only tests move. */
  public VeeamScript duration(Duration of) {
    duration = of;
    return this;
  }

  public VeeamScript end(End of) {
    end = of;
    return this;
  }

  /** Each run that starts from now on has a duration and an end of its own. */
  public VeeamScript courses(Supplier<Course> each) {
    courses = Optional.of(each);
    return this;
  }

  /** For so many reads after a success a repository still says that it is out of sync. */
  public VeeamScript outOfSyncLag(int reads) {
    lag = reads;
    return this;
  }

  /** The list of sessions shows a session only so long after its start. */
  public VeeamScript listLag(Duration of) {
    listLag = of;
    return this;
  }

  /**
   * Sessions that start from now on say {@code None} for so many reads, the start's answer
   * included.
   */
  public VeeamScript queuedReads(int reads) {
    queuedReads = reads;
    return this;
  }

  public VeeamScript progress(ProgressForm form) {
    progressForm = form;
    return this;
  }

  public VeeamScript list(ListForm form) {
    listForm = form;
    return this;
  }

  /** Pages hold no more than this, whatever was asked for, and say so as their limit. */
  public VeeamScript longestPage(int entries) {
    longestPage = entries;
    return this;
  }

  public VeeamScript secondStart(SecondStart answer) {
    secondStart = answer;
    return this;
  }

  /** Changes the answer to a start, and nothing else: a null id, a foreign repositoryId. */
  public VeeamScript editStart(Consumer<ObjectNode> edit) {
    startEdit = edit;
    return this;
  }

  /** Changes every session wherever it is shown: a state in another case, unknown or null. */
  public VeeamScript editSessions(Consumer<ObjectNode> edit) {
    sessionEdit = edit;
    return this;
  }

  /** Changes every repository wherever it is shown. */
  public VeeamScript editRepositories(Consumer<ObjectNode> edit) {
    repositoryEdit = edit;
    return this;
  }
}
