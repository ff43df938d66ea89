package dev.backupsync;

import dev.backupsync.connection.FatalErrors;
import dev.backupsync.http.Proxies;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * Starts the operator as a process: reads the options, reports failures in one line and as an exit
 * code.
 */
public final class Main {
  private static final Pattern BREAKS = Pattern.compile("\\s+");

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    var options = new OperatorOptions();
    var commandLine = OperatorOptions.commandLine(options);
    try {
      commandLine.parseArgs(args);
      options.checked();
    } catch (ParameterException e) {
      fail(ExitCode.USAGE, e.getMessage() + " (--help lists the options)");
    }
    if (CommandLine.printHelpIfRequested(commandLine.getParseResult())) {
      return;
    }
    System.setProperty("LOG_FORMAT", options.logFormat().name());
    System.setProperty("LOG_LEVEL", options.logLevel().name());
    Thread.setDefaultUncaughtExceptionHandler(FatalErrors::uncaught);
    Proxies.allowPasswords();
    var client = client(proxies());
    if (commandLine.getParseResult().hasSubcommand()
        && commandLine.getParseResult().subcommand().commandSpec().userObject()
            instanceof SelfTest test) {
      run(test, client);
      return;
    }
    IdleMemory.giveBack();
    run(options, client);
  }

  private static void run(SelfTest test, KubernetesClient client) {
    try (client) {
      test.problem(client).ifPresent(Main::fail);
      System.out.println("backup-sync-operator: An operator serves");
    }
  }

  private static void run(OperatorOptions options, KubernetesClient client)
      throws InterruptedException {
    StartupCheck.problem(client, options).ifPresent(Main::fail);
    try {
      serve(client, options);
    } catch (IOException e) {
      fail("HTTP port " + options.httpPort() + " cannot be had: " + e.getMessage());
    } catch (OperatorException | KubernetesClientException | IllegalArgumentException e) {
      fail("The operator could not start: " + e.getMessage());
    }
  }

  private static Proxies proxies() {
    try {
      return Proxies.of(System.getenv());
    } catch (IllegalArgumentException e) {
      fail(ExitCode.USAGE, "" + e.getMessage());
      throw e;
    }
  }

  private static KubernetesClient client(Proxies proxies) {
    try {
      var config = ApiServerRoute.of(proxies);
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withKubernetesSerialization(WithoutManagedFields.serialization())
          .withHttpClientFactory(new ApiServerHttp())
          .withHttpClientBuilderConsumer(
              http -> KubernetesTokenRefresh.onlyWhereNeeded(config, http))
          .build();
    } catch (IOException e) {
      fail("KUBECONFIG cannot be read: " + e.getMessage());
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) { // any problem with the KUBECONFIG
      fail("KUBECONFIG cannot be read: " + e.getMessage());
      throw e;
    }
  }

  private static void serve(KubernetesClient client, OperatorOptions options)
      throws IOException, InterruptedException {
    var stopped = new CountDownLatch(1);
    var log = LoggerFactory.getLogger(Main.class); // only after the options have set the log format
    log.info("{} starts", new OperatorVersion().getVersion()[0]);
    var clocks = new Clocks(InstantSource.system(), System::nanoTime);
    var operator = new BackupSyncOperator(client, options, System.getenv(), clocks);
    Runtime.getRuntime() // before the start, which may take long
        .addShutdownHook(
            new Thread(
                () -> {
                  log.info("Told to stop: nothing new starts, what is in hand is saved");
                  operator.close();
                  client.close();
                  stopped.countDown();
                },
                "shutdown"));
    operator.start();
    log.info("Health and metrics on port {}", operator.httpPort());
    stopped.await();
  }

  private static void fail(String why) {
    fail(ExitCode.SOFTWARE, why);
  }

  /** Prints one line, even if a library's message has several. */
  private static void fail(int exitCode, String why) {
    System.err.println("backup-sync-operator: " + BREAKS.matcher(why.strip()).replaceAll(" "));
    System.exit(exitCode);
  }
}
