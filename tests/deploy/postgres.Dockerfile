# SPDX-License-Identifier: MIT
# A stand-in for Render's PostgreSQL 16: npm's build of the server (tests/postgres/fetch), without the client programs. Those, the entrypoint and
# the user are of the image below it.
FROM postgres:15.10-bookworm
COPY . /usr/lib/postgresql/16
# Where Debian's client programs look for the server.
RUN echo "unix_socket_directories = '/var/run/postgresql'" >>/usr/lib/postgresql/16/share/postgresql/postgresql.conf.sample
ENV PATH=/usr/lib/postgresql/16/bin:$PATH
LABEL hippodrome.stand-in=postgres16
