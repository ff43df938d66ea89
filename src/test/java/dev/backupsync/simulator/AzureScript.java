package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How Azure behaves where its documentation leaves it open. Everything may be changed at any time
 * and holds from the next request on.
 */
public final class AzureScript {
  /** An operation of this length moves by a test's hand alone. */
  public static final Duration BY_HAND = ChronoUnit.FOREVER.getDuration();

  /** Which URLs the answer to a sync carries. */
  public enum Urls {
    BOTH,
    ASYNC_OPERATION,
    LOCATION,
    NONE
  }

  /** What {@code endTime} is while the operation runs. */
  public enum RunningEndTime {
    YEAR_ONE,
    WITHOUT_ZONE,
    ABSENT
  }

  /** How operations end: the status verbatim, and the problem that comes with it. */
  public record End(String status, Optional<AzureProblem> problem) {
    public static final End SUCCEEDED = new End("Succeeded", Optional.empty());

    public static End failed(AzureProblem problem) {
      return new End("Failed", Optional.of(problem));
    }

    /** With this spelling: Canceled, Cancelled. */
    public static End canceled(String status) {
      return new End(status, Optional.empty());
    }

    boolean succeeded() {
      return status.equalsIgnoreCase("Succeeded");
    }
  }

  /** How one operation goes. */
  public record Course(Duration duration, End end) {}

  volatile Duration duration = Duration.ofSeconds(10);
  volatile boolean atOnce;
  volatile Urls urls = Urls.BOTH;
  volatile Optional<URI> urlsAt = Optional.empty();
  volatile Optional<Duration> retryAfter = Optional.empty();
  volatile Optional<Duration> pollRetryAfter = Optional.empty();
  volatile boolean renewUrls;
  volatile boolean percentComplete;
  volatile String runningStatus = "Inprogress";
  volatile RunningEndTime runningEndTime = RunningEndTime.YEAR_ONE;
  volatile End end = End.SUCCEEDED;
  volatile Optional<Supplier<Course>> courses = Optional.empty();
  volatile int locationEnd = 200;
  volatile boolean onePerVault = true;
  volatile int lag;
  volatile Consumer<ObjectNode> operationEdit = _ -> {};
  volatile Consumer<ObjectNode> instanceEdit = _ -> {};
  volatile int pageSize = 1000;
  volatile Optional<URI> nextLinksAt = Optional.empty();
  volatile Consumer<ObjectNode> pageEdit = _ -> {};

  AzureScript() {}

  /**
   * How long operations that start from now on take; {@link #BY_HAND} for those that only tests
   * move.
   */
  public AzureScript duration(Duration of) {
    duration = of;
    return this;
  }

  /** A sync is done when it is answered: 200 and no operation. */
  public AzureScript atOnce(boolean is) {
    atOnce = is;
    return this;
  }

  public AzureScript urls(Urls which) {
    urls = which;
    return this;
  }

  /** The scheme, host and port that the URLs name; the server's own if never set. */
  public AzureScript urlsAt(URI base) {
    urlsAt = Optional.of(base);
    return this;
  }

  /** On the answer to a sync, also where it is refused because another one runs. */
  public AzureScript retryAfter(Duration delay) {
    retryAfter = Optional.of(delay);
    return this;
  }

  /** On every poll of an operation that runs. */
  public AzureScript pollRetryAfter(Duration delay) {
    pollRetryAfter = Optional.of(delay);
    return this;
  }

  /** Every poll of an operation that runs brings new URLs, and those before stop working. */
  public AzureScript renewUrls(boolean on) {
    renewUrls = on;
    return this;
  }

  public AzureScript percentComplete(boolean shown) {
    percentComplete = shown;
    return this;
  }

  public AzureScript runningStatus(String status) {
    runningStatus = status;
    return this;
  }

  public AzureScript runningEndTime(RunningEndTime form) {
    runningEndTime = form;
    return this;
  }

  public AzureScript end(End how) {
    end = how;
    return this;
  }

  /** Each operation that starts from now on has a duration and an end of its own. */
  public AzureScript courses(Supplier<Course> each) {
    courses = Optional.of(each);
    return this;
  }

  /** 200 or 204. */
  public AzureScript locationEnd(int status) {
    locationEnd = status;
    return this;
  }

  /** Whether a sync is refused with 409 while another one runs in the same vault. */
  public AzureScript onePerVault(boolean on) {
    onePerVault = on;
    return this;
  }

  /**
   * For so many reads after a success the instance still shows its old state; MAX_VALUE for ever.
   */
  public AzureScript convergenceLag(int reads) {
    lag = reads;
    return this;
  }

  /** Changes every operation status before it is sent. */
  public AzureScript editOperations(Consumer<ObjectNode> edit) {
    operationEdit = edit;
    return this;
  }

  /** Changes every backup instance before it is sent. */
  public AzureScript editInstances(Consumer<ObjectNode> edit) {
    instanceEdit = edit;
    return this;
  }

  /** How many instances one page of a vault's list shows. */
  public AzureScript pageSize(int instances) {
    pageSize = instances;
    return this;
  }

  /** The scheme, host and port that links to further pages name; the server's own if never set. */
  public AzureScript nextLinksAt(URI base) {
    nextLinksAt = Optional.of(base);
    return this;
  }

  /** Changes every page of a vault's list before it is sent. */
  public AzureScript editPages(Consumer<ObjectNode> edit) {
    pageEdit = edit;
    return this;
  }
}
