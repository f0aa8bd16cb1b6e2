# Everything that runs, built once; what is not needed to run stays behind.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node bin/bootstrap.mjs build && npm prune --omit=dev --omit=optional

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
COPY schema.graphql ./
USER node
EXPOSE 4000
CMD ["node", "--max-semi-space-size=32", "dist/src/main.js", "--config", "/etc/tributary/tributary.yaml", "--host", "0.0.0.0", "--port", "4000"]
