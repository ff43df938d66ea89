package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Error bodies, which grew with every version. */
final class VeeamErrors {
  /** Text that nobody but Veeam's developers should ever see. */
  static final String STACK_TRACE =
      "   at Veeam.Archiver.REST.Controllers.Execute(String secret)\n   at System.Web.Http";

  private VeeamErrors() {}

  static Reply of(VeeamVersion version, int status, String code, String message) {
    var body = JsonNodeFactory.instance.objectNode().put("message", message);
    if (version != VeeamVersion.V6) {
      body.put("errorCode", code);
    }
    if (version == VeeamVersion.V8) {
      body.put("stackTrace", STACK_TRACE);
    }
    return Reply.json(status, body);
  }

  static Reply noRepository(VeeamVersion version, String id) {
    return of(
        version,
        404,
        "ResourceNotFound",
        "Backup repository with the specified ID was not found: " + id);
  }

  static Reply noSession(VeeamVersion version, String id) {
    return of(
        version,
        404,
        "ResourceNotFound",
        "Synchronization session with the specified ID was not found: " + id);
  }

  /** What the token endpoint answers, in OAuth's form. */
  static Reply oauth(String error, String description) {
    var body = JsonNodeFactory.instance.objectNode();
    return Reply.json(400, body.put("error", error).put("error_description", description));
  }
}
