# Client, server and modules in three steps; the last image holds two folders
# and runs as nobody.
FROM node:22-bookworm-slim AS client
WORKDIR /src/core/web/client
COPY core/web/client/package.json core/web/client/package-lock.json core/web/client/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY core/web/client/ ./
RUN npm run build

# The release in full: known vulnerabilities are looked up for this one.
FROM golang:1.26.11-bookworm AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=client /src/core/web/client/dist core/web/client/dist
ENV CGO_ENABLED=0
RUN go run ./cmd/dev build --server-only && mkdir -p /out/data && cp -r bin /out/bin && cp -r tenants /out/tenants

# poppler-utils reads PDFs for search; tesseract-ocr, which reads scans, is for whoever wants it.
FROM debian:bookworm-slim
RUN apt-get update -q && apt-get install -y -q --no-install-recommends ca-certificates poppler-utils && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 65532 --no-create-home --shell /usr/sbin/nologin doanket
COPY --from=server --chown=65532:65532 /out/data /data
COPY --from=server /out/bin /app/bin
COPY --from=server /out/tenants /app/tenants
WORKDIR /app
ENV DOANKET_DATA=/data DOANKET_LISTEN=0.0.0.0:8080 DOANKET_OPERATOR_LISTEN=0.0.0.0:8081 DOANKET_MODULES=/app/bin/modules
USER 65532:65532
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/app/bin/doanket", "health"]
ENTRYPOINT ["/app/bin/doanket"]
CMD ["serve"]
