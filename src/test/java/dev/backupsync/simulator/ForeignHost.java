package dev.backupsync.simulator;

import java.util.function.Function;

/**
 * Another host than Resource Manager's, which answers as Resource Manager does: whoever sends it a
 * token without being told to trust it has been tricked, and this host remembers.
 */
public final class ForeignHost extends SimulatedVendor {
  private final Function<Call, Reply> like;

  ForeignHost(Function<Call, Reply> like) {
    super("127.0.0.1", 0);
    this.like = like;
  }

  /** One that grants whatever it is asked. */
  public static ForeignHost started() {
    var host = new ForeignHost(_ -> Reply.text(200, "application/json", "{}"));
    host.start();
    return host;
  }

  /** How many requests brought an Authorization header. */
  public int tokensSeen() {
    return (int) requests().all().stream().filter(Recorder.Request::authorized).count();
  }

  @Override
  Reply answer(Call call) {
    return like.apply(call);
  }
}
