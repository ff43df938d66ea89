package dev.backupsync.http;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSessionContext;

/** The TLS session of a {@link RenamedEngine}: reports the same other host name. */
final class RenamedSession extends ExtendedSSLSession {
  private final ExtendedSSLSession real;
  private final String name;

  RenamedSession(ExtendedSSLSession real, String name) {
    this.real = real;
    this.name = name;
  }

  @Override
  public String getPeerHost() {
    return name;
  }

  /** Empty: the client's SNI holds the URL's host, which would be accepted as well. */
  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return List.of();
  }

  @Override
  public byte[] getId() {
    return real.getId();
  }

  @Override
  public SSLSessionContext getSessionContext() {
    return real.getSessionContext();
  }

  @Override
  public long getCreationTime() {
    return real.getCreationTime();
  }

  @Override
  public long getLastAccessedTime() {
    return real.getLastAccessedTime();
  }

  @Override
  public void invalidate() {
    real.invalidate();
  }

  @Override
  public boolean isValid() {
    return real.isValid();
  }

  @Override
  public void putValue(String key, Object value) {
    real.putValue(key, value);
  }

  @Override
  public Object getValue(String key) {
    return real.getValue(key);
  }

  @Override
  public void removeValue(String key) {
    real.removeValue(key);
  }

  @Override
  public String[] getValueNames() {
    return real.getValueNames();
  }

  @Override
  public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
    return real.getPeerCertificates();
  }

  @Override
  public Certificate[] getLocalCertificates() {
    return real.getLocalCertificates();
  }

  @Override
  public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
    return real.getPeerPrincipal();
  }

  @Override
  public Principal getLocalPrincipal() {
    return real.getLocalPrincipal();
  }

  @Override
  public String getCipherSuite() {
    return real.getCipherSuite();
  }

  @Override
  public String getProtocol() {
    return real.getProtocol();
  }

  @Override
  public int getPeerPort() {
    return real.getPeerPort();
  }

  @Override
  public int getPacketBufferSize() {
    return real.getPacketBufferSize();
  }

  @Override
  public int getApplicationBufferSize() {
    return real.getApplicationBufferSize();
  }

  @Override
  public String[] getLocalSupportedSignatureAlgorithms() {
    return real.getLocalSupportedSignatureAlgorithms();
  }

  @Override
  public String[] getPeerSupportedSignatureAlgorithms() {
    return real.getPeerSupportedSignatureAlgorithms();
  }

  @Override
  public List<byte[]> getStatusResponses() {
    return real.getStatusResponses();
  }
}
