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

{{- /* Outside of the release's namespace the name alone could be that of another release. */}}
{{- define "backup-sync-operator.foreignName" -}}
{{- printf "%s-%s" .Release.Namespace (include "backup-sync-operator.fullname" .) }}
{{- end }}

{{- define "backup-sync-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "backup-sync-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "backup-sync-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "backup-sync-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
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

{{- define "backup-sync-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "backup-sync-operator.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
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
