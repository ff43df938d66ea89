package dev.backupsync.http;

import java.nio.ByteBuffer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A TLS engine that reports another host name of its server. The JDK checks the certificate against
 * that name, and not against the host of the URL; see {@link ServerNameTrust}.
 */
final class RenamedEngine extends SSLEngine {
  private final SSLEngine real;
  private final String name;

  RenamedEngine(SSLEngine real, String name) {
    super(name, real.getPeerPort());
    this.real = real;
    this.name = name;
  }

  /** Null if no handshake is in progress. */
  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return real.getHandshakeSession() instanceof ExtendedSSLSession session
        ? new RenamedSession(session, name)
        : null;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
      throws SSLException {
    return real.wrap(sources, offset, length, target);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
      throws SSLException {
    return real.unwrap(source, targets, offset, length);
  }

  @Override
  public Runnable getDelegatedTask() {
    return real.getDelegatedTask();
  }

  @Override
  public void closeInbound() throws SSLException {
    real.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return real.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    real.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return real.isOutboundDone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return real.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return real.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    real.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return real.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return real.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    real.setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return real.getSession();
  }

  @Override
  public void beginHandshake() throws SSLException {
    real.beginHandshake();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return real.getHandshakeStatus();
  }

  @Override
  public void setUseClientMode(boolean mode) {
    real.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return real.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    real.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return real.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    real.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return real.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    real.setEnableSessionCreation(flag);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return real.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return real.getSSLParameters();
  }
}
