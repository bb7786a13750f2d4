# SPDX-License-Identifier: MIT
# Three images from one build. `house`: the three daemons and the migration, one program a container; `proxy`: Caddy with the
# pages (compose.yaml). `web`: Caddy, gateway and api in one container behind a platform's router (render.yaml).

# The pages, bundled: what npm brings stays in this stage.
FROM debian:bookworm-slim AS pages
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends make
COPY dev dev
RUN dev/install web
COPY Makefile LICENSE ./
COPY web web
RUN make web

# What the images take from the tree. COPY keeps modes, and a clone made under umask 077 has files that no daemon's user may read.
FROM debian:bookworm-slim AS files
WORKDIR /files
COPY Caddyfile ./
COPY api/openapi.yaml ./
COPY sql sql
COPY --from=pages /src/build/web web
COPY deploy/container container
COPY deploy/web platform
RUN chmod -R a+rX .

FROM caddy:2.11.9 AS proxy
# Less memory for a client in Caddy: measured 112 kB without these, 98 kB with them. Only a handshake's CPU is a tenth more.
ENV WEBSOCKET_OPTIONS="stream_buffer_size 4KiB" GOGC=25
COPY --from=files /files/Caddyfile /etc/caddy/Caddyfile
COPY --from=files /files/web /srv/web

FROM debian:bookworm-slim AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends make postgresql-client-15
COPY dev dev
RUN dev/install build
COPY Makefile ./
COPY common common
COPY api api
COPY gateway gateway
COPY scheduler scheduler
RUN make -j2 programs && strip build/bin/hippo-*

FROM debian:bookworm-slim AS house
# libfcgi-bin: its cgi-fcgi asks the api for its health. psql alone of its package, which would bring all of Perl.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfcgi0ldbl libfcgi-bin libjson-c5 libpq5 libreadline8 libsodium23 \
        libwebsockets17 libwebsockets-evlib-uv \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=build /usr/lib/postgresql/15/bin/psql /usr/bin/psql
# A uid for each program, so that none can read another's password. compose.yaml and deploy/container/secrets know them.
RUN useradd -r -U -u 10001 -M -d / -s /usr/sbin/nologin hippo-scheduler \
    && useradd -r -U -u 10002 -M -d / -s /usr/sbin/nologin hippo-gateway \
    && useradd -r -U -u 10003 -M -d / -s /usr/sbin/nologin hippo-api \
    && useradd -r -U -u 10004 -M -d / -s /usr/sbin/nologin hippo-caddy \
    && useradd -r -U -u 10005 -M -d / -s /usr/sbin/nologin hippo-migrate
COPY --from=build /src/build/bin/ /usr/bin/
COPY --from=files /files/sql /usr/share/hippodrome/sql
COPY --from=files /files/openapi.yaml /usr/share/hippodrome/openapi.yaml
COPY --from=files /files/container /usr/lib/hippodrome
ENV OPENAPI_FILE=/usr/share/hippodrome/openapi.yaml VAULT_KEY_FILE=/var/lib/hippodrome/vault/key
USER hippo-migrate
CMD ["echo", "Say which program to run: hippo-scheduler, hippo-gateway, hippo-api or /usr/lib/hippodrome/migrate"]

FROM caddy:2.11.9 AS caddy
# A copy without the capability in its file: this one has a port above 1024, and must start where none can be had.
RUN cp /usr/bin/caddy /caddy

# The last stage, because platforms build the last one. As root only s6 runs, and gives each program to its user.
FROM house AS web
USER root
RUN apt-get update && apt-get install -y --no-install-recommends s6 ca-certificates \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=caddy /caddy /usr/bin/caddy
COPY --from=files /files/Caddyfile /usr/share/hippodrome/Caddyfile
COPY --from=files /files/web /usr/share/hippodrome/web
COPY --from=files /files/platform /usr/lib/hippodrome/platform
EXPOSE 10000
STOPSIGNAL SIGTERM
CMD ["/usr/lib/hippodrome/platform/start", "web"]
