{{- define "doanket.name" -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- end -}}
{{- define "doanket.labels" -}}
app.kubernetes.io/name: doanket
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}
{{- define "doanket.selector" -}}
app.kubernetes.io/name: doanket
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "doanket.embedded" -}}{{- if or (not .Values.database.existingSecret) (not .Values.s3.endpoint) -}}yes{{- end -}}{{- end -}}
