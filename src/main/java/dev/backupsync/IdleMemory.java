package dev.backupsync;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Makes the JVM return unused heap to the operating system. By default it keeps what it once used,
 * up to a quarter of the machine's memory. Options set by a user stay.
 */
final class IdleMemory {
  private static final String ONCE_A_MINUTE = "60000";

  private IdleMemory() {}

  static void giveBack() {
    Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
        .ifPresent(
            jvm -> {
              set(jvm, "MinHeapFreeRatio", "10"); // first, because it may not exceed the other
              set(jvm, "MaxHeapFreeRatio", "20");
              set(jvm, "G1PeriodicGCInterval", ONCE_A_MINUTE);
            });
  }

  private static void set(HotSpotDiagnosticMXBean jvm, String option, String value) {
    try {
      var known = jvm.getVMOption(option);
      if (known.isWriteable() && known.getOrigin() == VMOption.Origin.DEFAULT) {
        jvm.setVMOption(option, value);
      }
    } catch (IllegalArgumentException _) {
      // a JVM without this option, or with other options that conflict with it
    }
  }
}
