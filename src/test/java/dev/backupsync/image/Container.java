package dev.backupsync.image;

import dev.backupsync.cluster.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nearest to a container that a machine without a container engine has: a process that sees
 * nothing but the image's files, cannot write them, and is the image's user. Linux, as root.
 */
public final class Container {
  private static final String ENTER =
      """
      set -e
      root=$1 user=$2; shift 2
      mount --bind "$root" "$root"
      mount -t proc proc "$root/proc"
      mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
      mount -o remount,bind,ro "$root"
      exec chroot --userspec="$user" "$root" "$@"
      """;

  private final Path root;
  private final ImageTar image;

  /** Of an image that is unpacked here. */
  public Container(Path root, ImageTar image) {
    this.root = root;
    this.image = image;
  }

  /** As a kubelet gives a pod its Secrets. */
  public void mount(String file, String content) throws IOException {
    Files.writeString(root.resolve(file), content);
  }

  /** The image's own command, with these arguments after it. */
  public OperatorProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    Files.createDirectories(root.resolve("proc"));
    var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ENTER, "sh"));
    command.add(root.toString());
    command.add(image.config().path("config").path("User").asText());
    command.addAll(image.command());
    command.addAll(List.of(arguments));
    var all = new HashMap<>(environment);
    all.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin" + image.path());
    return OperatorProcess.ofCommand(all, command.toArray(String[]::new));
  }
}
