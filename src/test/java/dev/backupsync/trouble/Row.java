package dev.backupsync.trouble;

/** What one trouble at one call comes to: where it strikes once, and where it lasts. */
record Row(Scene scene, Trouble trouble, Played once, Played forEver) {

  static Row play(Scene scene, Trouble trouble) {
    return new Row(scene, trouble, Play.once(scene, trouble), Play.forEver(scene, trouble));
  }

  /** Outcome, states, ends and starts, as the table has them; all that depends on the trouble. */
  String cells() {
    return String.join(
        " | ",
        forEver.outcome().equals(once.outcome())
            ? forEver.outcome()
            : forEver.outcome() + "; once: " + once.outcome(),
        String.join(", ", forEver.during()),
        once.end(),
        forEver.over() ? forEver.end() : "waits",
        "%d (%d) / %d (%d)"
            .formatted(once.posts(), once.accepted(), forEver.posts(), forEver.accepted()));
  }

  @Override
  public String toString() {
    return scene.title + ": " + trouble.title;
  }
}
