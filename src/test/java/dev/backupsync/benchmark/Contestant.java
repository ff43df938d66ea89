package dev.backupsync.benchmark;

import dev.backupsync.Main;
import java.nio.file.Path;
import java.util.List;

/** Who is measured. */
enum Contestant {
  OPERATOR("this operator", "#2f6fde"),
  NAIVE("naive operator", "#c2570c"),
  BARE("bare limit", "#6b7280");

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

  /** The command that starts it as a process; where the jar is not there, the classes serve. */
  List<String> command(
      List<String> jvm, Path jar, Path ca, Vendors.Address vendors, Workload work) {
    var urls = vendors.urls().get(work.servers().name());
    var told = Rival.arguments(work.kind(), ca, urls, work.poll());
    String[] options = {"--http-port=0", "--watch-namespaces=" + Workload.NAMESPACE};
    return switch (this) {
      case OPERATOR ->
          jar.toFile().exists()
              ? Java.ofJar(jvm, jar, options)
              : Java.ofProduct(jvm, Main.class, options);
      case NAIVE -> Java.ofTests(jvm, NaiveOperator.class, told);
      case BARE -> Java.ofTests(jvm, BareClient.class, told);
    };
  }
}
