package dev.backupsync.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The AOT cache of one JVM, made from the list of classes that the training run used. Two caches of
 * the same list differ, because the JVM writes times into them: whoever builds an image again takes
 * the cache from the image.
 */
public final class AotCache {
  private AotCache() {}

  /** With the flags of a flags file, as {@code bin/operator.args} has them. */
  public static void make(Path java, List<String> flags, Path jar, Path classes, Path cache)
      throws IOException, InterruptedException {
    var file = Files.write(Path.of(cache + ".flags"), flags);
    Command.run(
        java.toString(),
        "-XX:Flags=" + file,
        "-Xshare:dump",
        "-XX:+AOTClassLinking",
        "-XX:SharedClassListFile=" + classes,
        "-XX:SharedArchiveFile=" + cache,
        "-Xlog:cds*=error,aot*=error",
        "-jar",
        jar.toString());
    Files.delete(file);
  }

  /** Fails where the JVM does not take the cache for these flags and this jar. */
  static void check(Path java, List<String> flags, Path jar, Path cache)
      throws IOException, InterruptedException {
    var file = Files.write(Path.of(cache + ".flags"), flags);
    Command.run(
        java.toString(),
        "-XX:Flags=" + file,
        "-XX:AOTCache=" + cache,
        "-XX:AOTMode=on",
        "-jar",
        jar.toString(),
        "--version");
    Files.delete(file);
  }
}
