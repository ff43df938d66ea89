package dev.backupsync.benchmark;

import dev.backupsync.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who is measured. */
enum Contestant {
  OPERATOR("this operator", "#2f6fde"),
  NAIVE("naive operator", "#c2570c"),
  BARE("bare limit", "#6b7280"),
  /** This operator once more, which also has as many syncs at a vendor that hangs. */
  BESIDE_HANGING("beside as many that hang", "#7c3aed");

  /** Who is measured unless somebody wishes otherwise. */
  static final List<Contestant> USUAL = List.of(OPERATOR, NAIVE, BARE);

  private final String label;
  private final String color;

  Contestant(String label, String color) {
    this.label = label;
    this.color = color;
  }

  String color() {
    return color;
  }

  String label() {
    return label;
  }

  /** What is there besides the work, and does not count. */
  List<Servers> neighbours(Workload work) {
    return this == BESIDE_HANGING ? List.of(work.servers().hanging(work.syncs())) : List.of();
  }

  /** The command that starts it as a process. */
  List<String> command(
      List<String> jvm, Path jar, Path ca, Vendors.Address vendors, Workload work) {
    var urls = vendors.urls().get(work.servers().name());
    var told = Rival.arguments(work.kind(), ca, urls, work.poll());
    return switch (this) {
      case OPERATOR, BESIDE_HANGING ->
          operator(jvm, jar, "--watch-namespaces=" + Workload.NAMESPACE);
      case NAIVE -> Java.ofTests(jvm, NaiveOperator.class, told);
      case BARE -> Java.ofTests(jvm, BareClient.class, told);
    };
  }

  /** The command that starts this operator; where the jar is not there, the classes serve. */
  static List<String> operator(List<String> jvm, Path jar, String... options) {
    var all = Stream.concat(Stream.of("--http-port=0"), Stream.of(options)).toArray(String[]::new);
    return jar.toFile().exists() ? Java.ofJar(jvm, jar, all) : Java.ofProduct(jvm, Main.class, all);
  }
}
