{{- define "backup-sync-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "backup-sync-operator.fullname" -}}
{{- $name := include "backup-sync-operator.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "backup-sync-operator.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride }}
{{- end }}

{{- /* Outside of the release's namespace the name alone could be that of another release. No namespace has a colon in its name:
       release c of a-b and release b-c of a stay apart. Roles may have one, other objects may not. */}}
{{- define "backup-sync-operator.roleName" -}}
{{- printf "%s:%s" (include "backup-sync-operator.namespace" .) (include "backup-sync-operator.fullname" .) }}
{{- end }}

{{- /* The same for objects other than roles: no namespace has a dot in its name. */}}
{{- define "backup-sync-operator.foreignName" -}}
{{- printf "%s.%s" (include "backup-sync-operator.namespace" .) (include "backup-sync-operator.fullname" .) }}
{{- end }}

{{- /* Version 0.1 had one lease for all releases of a namespace. A release that it installed keeps that lease, so that its old and its new
       pods do not work side by side while they are replaced; unless another release has it, too, which would then never serve. */}}
{{- define "backup-sync-operator.leaseName" -}}
{{- $fullname := include "backup-sync-operator.fullname" . }}
{{- $holders := list }}
{{- if .Release.IsUpgrade }}
{{- range (lookup "apps/v1" "Deployment" (include "backup-sync-operator.namespace" .) "").items }}
{{- if eq (default "" (get (default dict .metadata.labels) "app.kubernetes.io/name")) (include "backup-sync-operator.name" $) }}
{{- $env := dict }}
{{- range (first .spec.template.spec.containers).env }}
{{- $_ := set $env .name (default "" .value) }}
{{- end }}
{{- if and (eq (get $env "LEADER_ELECTION") "true") (eq (default "backup-sync-operator" (get $env "LEASE_NAME")) "backup-sync-operator") }}
{{- $holders = append $holders .metadata.name }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $kept := ternary "backup-sync-operator" $fullname (eq (toJson $holders) (toJson (list $fullname))) }}
{{- default $kept .Values.lease.name }}
{{- end }}

{{- define "backup-sync-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "backup-sync-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "backup-sync-operator.labels" -}}
{{- $own := include "backup-sync-operator.selectorLabels" . | fromYaml }}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") }}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion }}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service }}
{{- merge $own .Values.commonLabels | toYaml }}
{{- end }}

{{- define "backup-sync-operator.podLabels" -}}
{{- $labels := include "backup-sync-operator.labels" . | fromYaml }}
{{- if .Values.azure.workloadIdentityClientId }}
{{- $_ := set $labels "azure.workload.identity/use" "true" }}
{{- end }}
{{- merge $labels .Values.podLabels | toYaml }}
{{- end }}

{{- define "backup-sync-operator.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "backup-sync-operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "backup-sync-operator.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Of [root, context]: without the users that OpenShift itself sets. */}}
{{- define "backup-sync-operator.securityContext" -}}
{{- $root := index . 0 }}
{{- $context := index . 1 }}
{{- $mode := $root.Values.openshiftSecurityContext }}
{{- if or (eq $mode "force") (and (eq $mode "auto") ($root.Capabilities.APIVersions.Has "security.openshift.io/v1")) }}
{{- $context = omit $context "runAsUser" "runAsGroup" "fsGroup" }}
{{- end }}
{{- toYaml $context }}
{{- end }}

{{- define "backup-sync-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "backup-sync-operator.serviceAccount" . }}
  namespace: {{ include "backup-sync-operator.namespace" . }}
{{- end }}

{{- /* What the operator does in every namespace that it serves; a test fails if it does more, and if it does less. */}}
{{- define "backup-sync-operator.rules" -}}
- apiGroups: [backupsync.dev]
  resources: [azureconnections, backupinstancesyncs, repositorysyncs, veeamconnections]
  verbs: [get, list, watch]
# The finalizer of syncs with deletionPolicy Cancel.
- apiGroups: [backupsync.dev]
  resources: [backupinstancesyncs, repositorysyncs]
  verbs: [patch]
- apiGroups: [backupsync.dev]
  resources:
    - azureconnections/status
    - backupinstancesyncs/status
    - repositorysyncs/status
    - veeamconnections/status
  verbs: [update]
# Only those that a connection names are read, one by one; which ones these are no role can know.
- apiGroups: [""]
  resources: [configmaps, secrets]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}

{{- /* Whether more than one pod may be there. */}}
{{- define "backup-sync-operator.several" -}}
{{- if gt (int .Values.replicas) 1 }}true{{ end }}
{{- end }}

{{- /* Of [root, kind]: whether an object of the Prometheus operator is made. */}}
{{- define "backup-sync-operator.monitored" -}}
{{- $root := index . 0 }}
{{- $kind := printf "monitoring.coreos.com/v1/%s" (index . 1) }}
{{- $mode := $root.Values.monitoring.renderMode }}
{{- if or (eq $mode "alwaysRender") ($root.Capabilities.APIVersions.Has $kind) }}true
{{- else if eq $mode "failIfMissing" }}
{{- fail (printf "monitoring: the cluster does not know %s. Install the Prometheus operator first, or set monitoring.renderMode to skipIfMissing." $kind) }}
{{- end }}
{{- end }}

{{- /* Of [root, values of a monitor]. */}}
{{- define "backup-sync-operator.monitorMetadata" -}}
{{- $root := index . 0 }}
{{- $monitor := index . 1 }}
{{- $labels := include "backup-sync-operator.labels" $root | fromYaml }}
{{- if and $monitor.namespace (ne $monitor.namespace (include "backup-sync-operator.namespace" $root)) -}}
name: {{ include "backup-sync-operator.foreignName" $root }}
namespace: {{ $monitor.namespace }}
{{- else -}}
name: {{ include "backup-sync-operator.fullname" $root }}
namespace: {{ include "backup-sync-operator.namespace" $root }}
{{- end }}
labels:
  {{- merge $labels $monitor.labels | toYaml | nindent 2 }}
{{- end }}

{{- /* Of [root, values of a monitor]. */}}
{{- define "backup-sync-operator.monitorEndpoint" -}}
{{- $monitor := index . 1 -}}
port: http
path: /metrics
# `namespace` is that of the sync or connection, where a metric tells of one.
honorLabels: true
{{- with $monitor.interval }}
interval: {{ . }}
{{- end }}
{{- with $monitor.scrapeTimeout }}
scrapeTimeout: {{ . }}
{{- end }}
{{- with $monitor.relabelings }}
relabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $monitor.metricRelabelings }}
metricRelabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* helm upgrade --reuse-values puts the old chart's defaults in place of this one's. Included by the template that Helm renders first. */}}
{{- define "backup-sync-operator.checkDefaults" -}}
{{- if not (hasKey .Values "test") }}
{{- fail "values: the defaults are those of an older version of this chart. Upgrade with --reset-then-reuse-values in place of --reuse-values, or with your file of values (-f)." }}
{{- end }}
{{- end }}

{{- /* What a schema cannot say, or not so that it helps. */}}
{{- define "backup-sync-operator.check" -}}
{{- if and (include "backup-sync-operator.several" .) (not .Values.leaderElection) }}
{{- fail (printf "replicas: %d pods would all work at once without leaderElection, and start syncs twice. Set leaderElection to true, or replicas to 1." (int .Values.replicas)) }}
{{- end }}
{{- if and .Values.proxy.url .Values.proxy.secretRef.name }}
{{- fail "proxy: url and secretRef.name are both set. Keep the one that has the proxy's URL." }}
{{- end }}
{{- if and .Values.monitoring.serviceMonitor.enabled (not .Values.service.enabled) }}
{{- fail "monitoring.serviceMonitor finds pods through the Service: set service.enabled to true, or use monitoring.podMonitor." }}
{{- end }}
{{- if and .Values.admission.enabled (semverCompare "<1.30-0" .Capabilities.KubeVersion.Version) }}
{{- fail (printf "admission: Kubernetes %s knows no ValidatingAdmissionPolicy; 1.30 is the first that does. Set admission.enabled to false." .Capabilities.KubeVersion.Version) }}
{{- end }}
{{- end }}
