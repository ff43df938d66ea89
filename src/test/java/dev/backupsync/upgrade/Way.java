package dev.backupsync.upgrade;

import com.marcnuri.helm.Helm;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.docs.Page;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a version is installed, and how another one takes its place. */
sealed interface Way {
  ApiServer api();

  /** Into a cluster that knows nothing of us. */
  void install(Shipped version);

  void replaceBy(Shipped version);

  String namespace();

  /** The name of the Deployment. */
  String deployment();

  /** What comes before a step from the last release to this version. */
  void prepare();

  /** What comes before a step back. */
  void prepareReturn(Shipped version);

  /** What may be done once nobody wants to go back. */
  void tidy();

  /** As the page says for servers as old as the one here. */
  default void run(String commands) {
    api().kubectl().script(commands.replace("apply -f", "apply --validate=false -f"));
  }

  /** The page that this follows. */
  final class Told {
    private Told() {}

    static String commandsWith(String part) {
      return Page.at("docs/how-to/upgrade.md").blocks("sh").stream()
          .filter(block -> block.contains(part))
          .findFirst()
          .orElseThrow();
    }
  }

  /** By Helm, under a name that is not the chart's own: the harder case. */
  record ByHelm(ApiServer api) implements Way {
    private static final String NAME = "sync";

    @Override
    public String namespace() {
      return "syncs";
    }

    @Override
    public String deployment() {
      return NAME + "-backup-sync-operator";
    }

    @Override
    public void install(Shipped version) {
      new Helm(version.chart())
          .install()
          .withName(NAME)
          .withNamespace(namespace())
          .createNamespace()
          .withKubeConfig(api.kubeconfig())
          .disableOpenApiValidation()
          .call();
    }

    @Override
    public void prepare() {
      run(
          Told.commandsWith("meta.helm.sh/release-name")
              .replace("release-name=backup-sync-operator", "release-name=" + NAME)
              .replace("release-namespace=backup-sync", "release-namespace=" + namespace()));
    }

    /** Its chart leaves the CRDs as they are. */
    @Override
    public void prepareReturn(Shipped version) {
      run(Told.commandsWith("# of 0.1").replace("-f crds/", "-f " + version.crds()));
    }

    @Override
    public void tidy() {}

    @Override
    public void replaceBy(Shipped version) {
      new Helm(version.chart())
          .upgrade()
          .withName(NAME)
          .withNamespace(namespace())
          .withKubeConfig(api.kubeconfig())
          .disableOpenApiValidation()
          .call();
    }
  }

  /** By kubectl; the last release had no manifests, so that they are made of its chart. */
  record ByManifests(ApiServer api) implements Way {
    private static final String NAME = "backup-sync-operator";

    @Override
    public String namespace() {
      return "backup-sync";
    }

    @Override
    public String deployment() {
      return NAME;
    }

    @Override
    public void install(Shipped version) {
      var name = new NamespaceBuilder().withNewMetadata().withName(namespace()).endMetadata();
      api.client().resource(name.build()).create();
      replaceBy(version);
    }

    @Override
    public void prepare() {}

    @Override
    public void prepareReturn(Shipped version) {}

    /** The CRDs too, also those of an older version. */
    @Override
    public void replaceBy(Shipped version) {
      if (version.equals(Shipped.now())) {
        run(Told.commandsWith("-f deploy/install.yaml"));
      } else {
        run("kubectl apply -f " + version.crds());
        run("kubectl apply -f " + rendered(version));
      }
    }

    @Override
    public void tidy() {
      run(Told.commandsWith("delete --ignore-not-found"));
    }

    private Path rendered(Shipped version) {
      try {
        var file = Files.createTempFile("rendered", ".yaml");
        file.toFile().deleteOnExit();
        var helm = new Helm(version.chart()).template().withName(NAME).withNamespace(namespace());
        return Files.writeString(file, helm.call());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
