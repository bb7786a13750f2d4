# SPDX-License-Identifier: MIT
# compose.yaml's PostgreSQL with pgBackRest beside it, for deploy/compose/pitr.yaml. The version is compose.yaml's: a test compares them.
FROM postgres:17.12-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends pgbackrest \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY deploy/server/house.sh deploy/server/pitr /usr/lib/hippodrome/
RUN chmod 0755 /usr/lib/hippodrome /usr/lib/hippodrome/*
# Its settings lie in the repository, made by `pitr setup`; those that are secret come as a secret. The key is another container's.
ENV DATABASE_URL="postgresql:///hippodrome?host=/var/run/postgresql&user=postgres" VAULT_KEY_FILE="" \
    PGBACKREST_CONFIG=/var/lib/pgbackrest/pgbackrest.conf PGBACKREST_CONFIG_INCLUDE_PATH=/run/secrets DRILL_FOLDER=/var/lib/pgbackrest/drill
