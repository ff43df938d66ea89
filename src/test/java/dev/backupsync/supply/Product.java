package dev.backupsync.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** What a build leaves behind. */
final class Product {
  private Product() {}

  static Path of(Path target, String name) {
    var file = target.resolve(name);
    assertThat(file).as("Maven leaves the SBOM out when it is offline (-o)").isRegularFile();
    return file;
  }
}
