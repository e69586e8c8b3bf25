# One image for the web process and the worker: `npm start` (default) or `npm run worker`.
# Build: docker build --build-arg NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="$(openssl rand -base64 32)" -t kezek .
# The same key is needed at run: server actions are sealed with it.
FROM node:24-bookworm-slim AS build
WORKDIR /kezek
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
ARG NEXT_SERVER_ACTIONS_ENCRYPTION_KEY
RUN test -n "$NEXT_SERVER_ACTIONS_ENCRYPTION_KEY" && npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /kezek
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000
COPY --from=build --chown=node:node /kezek ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/api/health/live').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
# Node itself, not npm: signals must reach the portal.
CMD ["node", "bin/run.mjs", "lib/front/main.ts"]
