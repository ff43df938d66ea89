package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/** The signed statement by which a client proves that it holds a certificate's key. */
record ClientAssertion(String jwt) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long SHORTEST = 600; // seconds

  /** Whether this client said it to this token endpoint, under this certificate's key. */
  boolean proves(X509Certificate certificate, String clientId, String audience) {
    var parts = jwt.split("\\.", -1);
    try {
      return parts.length == 3
          && claims(parts[1], clientId, audience)
          && signature(certificate, parts, decode(parts[0]).path("alg").asText());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
      return false; // what cannot be read proves nothing
    }
  }

  /**
   * Whether it is a token of this subject for this audience, whoever signed it, and lives for no
   * longer than the shortest that an API server gives.
   */
  boolean isOf(String subject, String audience) {
    var parts = jwt.split("\\.", -1);
    try {
      var claims = parts.length == 3 ? decode(parts[1]) : JSON.createObjectNode();
      return claims.path("sub").asText().equals(subject)
          && !subject.isEmpty()
          && claims.path("exp").asLong() - claims.path("iat").asLong() == SHORTEST
          && claims.path("aud").valueStream().anyMatch(one -> one.asText().equals(audience));
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean claims(String part, String clientId, String audience) throws IOException {
    var claims = decode(part);
    return claims.path("aud").asText().equals(audience)
        && claims.path("iss").asText().equals(clientId)
        && claims.path("sub").asText().equals(clientId);
  }

  private static boolean signature(X509Certificate certificate, String[] parts, String algorithm)
      throws GeneralSecurityException {
    Signature signature;
    if (algorithm.equals("PS256")) {
      signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    } else {
      signature = Signature.getInstance("SHA256withRSA");
    }
    signature.initVerify(certificate);
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
  }

  private static JsonNode decode(String part) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(part));
  }
}
