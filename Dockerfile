# One image for every role: `docker build -t wanglou .`, then `docker run wanglou start --roles …`. compose.yaml shows them together.
FROM node:24-bookworm-slim AS build
# nodejieba is compiled here, against the headers that come with the image.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
ENV npm_config_nodedir=/usr/local npm_config_build_from_source=true npm_config_audit=false npm_config_fund=false
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts: of them all only nodejieba's is needed, and not the package `node`, since the image has its own.
RUN npm ci --ignore-scripts && npm rebuild nodejieba
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
# What commands/thrifty-malloc.ts asks of the C library, so that a process need not begin twice.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072 NODE_COMPILE_CACHE=/tmp/compile-cache
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8420
ENTRYPOINT ["node", "main.ts"]
CMD ["start", "--data", "/data", "--host", "0.0.0.0"]
