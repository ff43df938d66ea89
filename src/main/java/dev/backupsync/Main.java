package dev.backupsync;

/** Starts the operator. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("backup-sync-operator");
  }
}
