# syntax=docker/dockerfile:1
# Builds for the platform it is built on; `docker buildx build --platform linux/amd64,linux/arm64` for both.

ARG NODE_VERSION=24
FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json .npmrc ./
COPY instrumentation/package.json instrumentation/
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --ignore-scripts --pack-destination /tmp
# Installed as a user would: what the tarball lacks is missing here, not in production.
WORKDIR /app
RUN npm init -y >/dev/null && npm install --omit=dev --ignore-scripts --no-audit --no-fund /tmp/faaslens-*.tgz

FROM node:${NODE_VERSION}-bookworm-slim
# Few malloc arenas: each of a dozen threads would keep freed memory in one of its own.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    FAASLENS_DATA_DIR=/data \
    FAASLENS_HOST=0.0.0.0
COPY --from=build /app/node_modules /app/node_modules
# Everything but /data may be read-only; the number lets Kubernetes see that it is not root.
RUN install -d -o 10001 -g 10001 -m 0700 /data
USER 10001:10001
VOLUME /data
EXPOSE 3000 4317 4318
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "Promise.all(['3000','4318'].map((port)=>fetch(`http://127.0.0.1:${port}/readyz`).then((r)=>{if(!r.ok)throw r.status}))).catch(()=>process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/node_modules/faaslens/bin/faaslens.mjs"]
CMD ["start"]
