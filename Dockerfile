# syntax=docker/dockerfile:1
# Builds for the platform it is built on; `docker buildx build --platform linux/amd64,linux/arm64` for both.

ARG NODE_VERSION=24
# What runs, as the lockfile names it: a layer that only other packages change. Left out are compilers of dashboards, what
# makes pictures smaller, and maps for debuggers: 230 MB that nothing here loads.
FROM node:${NODE_VERSION}-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY instrumentation/package.json instrumentation/
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
    && rm -r node_modules/@faaslens \
    && find node_modules -name '*.map' -delete

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json .npmrc ./
COPY instrumentation/package.json instrumentation/
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
# Laid out as a user's installation is: what the tarball lacks is missing here, not in production.
RUN npm run build && npm pack --ignore-scripts --pack-destination /tmp \
    && mkdir /faaslens && tar -xzf /tmp/faaslens-*.tgz --strip-components=1 --no-same-owner -C /faaslens

FROM node:${NODE_VERSION}-bookworm-slim
LABEL org.opencontainers.image.title=Faaslens \
      org.opencontainers.image.description="Self-hosted observability for serverless functions" \
      org.opencontainers.image.licenses=Apache-2.0
# Few malloc arenas: each of a dozen threads would keep freed memory in one of its own.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    FAASLENS_DATA_DIR=/data \
    FAASLENS_HOST=0.0.0.0
# Everything but /data may be read-only; the number lets Kubernetes see that it is not root.
RUN install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=packages /app/node_modules /app/node_modules
COPY --from=build /faaslens /app/node_modules/faaslens
RUN ln -s /app/node_modules/faaslens/bin/faaslens.mjs /usr/local/bin/faaslens
USER 10001:10001
VOLUME /data
EXPOSE 3000 4317 4318
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["faaslens", "health"]
ENTRYPOINT ["faaslens"]
CMD ["start"]
