package dev.backupsync.controller;

import dev.backupsync.connection.FatalErrors;
import dev.backupsync.connection.RestartingInformer;
import dev.backupsync.connection.WatchState;
import dev.backupsync.controller.admission.NamespaceLabelMatcher;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Finds out whether a namespace's labels match a selector, as judged by the API server, and when
 * labels change. Watches nothing until a connection uses a selector for the first time.
 */
public final class NamespaceLabels implements NamespaceLabelMatcher, AutoCloseable {
  private static final int MOST_JUDGED = 10_000;

  private final KubernetesClient client;
  private final List<Consumer<String>> onChange = new CopyOnWriteArrayList<>();
  private final Map<Question, Boolean> judged = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private Optional<SharedIndexInformer<Namespace>> watch = Optional.empty();

  private record Question(String namespace, LabelSelector selector) {}

  public NamespaceLabels(KubernetesClient client) {
    this.client = client;
  }

  /** Calls the listener with the namespace whose labels changed. */
  void onChange(Consumer<String> listener) {
    onChange.add(listener);
  }

  /**
   * Whether the labels match. Labels that the operator may not read match nothing, as with an
   * operator that is limited to some namespaces; an invalid selector matches nothing either.
   */
  @Override
  public boolean matches(String namespace, LabelSelector selector) {
    try {
      watch();
      return judged(new Question(namespace, selector));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
        return false;
      }
      throw e;
    } catch (IllegalArgumentException _) {
      return false; // an operator that does not exist
    }
  }

  /** The API server judges, and its answer is kept until labels change. */
  private boolean judged(Question question) {
    var known = judged.get(question);
    if (known != null) {
      return known;
    }
    var before = changes.get();
    var matches =
        !client
            .namespaces()
            .withLabelSelector(question.selector)
            .withField("metadata.name", question.namespace)
            .list()
            .getItems()
            .isEmpty();
    if (judged.size() >= MOST_JUDGED) {
      judged.clear();
    }
    judged.put(question, matches);
    if (changes.get() != before) {
      judged.remove(question); // the answer may be older than the change
    }
    return matches;
  }

  private void changed(String namespace) {
    changes.incrementAndGet();
    judged.keySet().removeIf(question -> question.namespace.equals(namespace));
  }

  private synchronized void watch() {
    if (watch.isEmpty()) {
      watch = Optional.of(RestartingInformer.on(client.namespaces(), new Labels()));
    }
  }

  /** The state of the watch, if there is one. */
  public synchronized List<WatchState> watches() {
    return watch.map(one -> WatchState.of("Namespaces", one)).stream().toList();
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(SharedIndexInformer::stop);
  }

  private final class Labels implements ResourceEventHandler<Namespace> {
    @Override
    public void onAdd(Namespace added) {
      changed(added.getMetadata().getName());
    }

    @Override
    public void onUpdate(Namespace before, Namespace after) {
      if (!Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
        var name = after.getMetadata().getName();
        changed(name);
        FatalErrors.guard(
            "Hearing of namespace " + name,
            () -> onChange.forEach(listener -> listener.accept(name)));
      }
    }

    @Override
    public void onDelete(Namespace deleted, boolean finalStateUnknown) {
      changed(deleted.getMetadata().getName());
    }
  }
}
