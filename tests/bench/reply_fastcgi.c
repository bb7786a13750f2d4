/* SPDX-License-Identifier: MIT */
/* reply_fastcgi SOCKET THREADS FILE [STATEMENT]: the least that a libfcgi program can do. The reply to every request is
 * the bytes of FILE (CGI headers and body). With STATEMENT its body is read and the statement run before, prepared, on the
 * thread's own connection to DATABASE_URL. What hippo-api costs beyond this is its own work. */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define BACKLOG 4096 /* as hippo-api's */
#define REPLY_MAX 65536
#define THREADS_MAX 64

static int listener;
static const char *statement; /* NULL: none */
static char reply[REPLY_MAX];
static int reply_length;

static void drain(FCGX_Stream *in)
{
    char piece[4096];
    while (FCGX_GetStr(piece, sizeof piece, in) > 0)
        ;
}

static bool run_statement(PGconn *database)
{
    PGresult *result = PQexecPrepared(database, "one", 0, NULL, NULL, NULL, 0);
    bool is_good = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return is_good;
}

static void *serve(void *unused)
{
    (void)unused;
    PGconn *database = statement ? PQconnectdb(getenv("DATABASE_URL")) : NULL;
    if (database) PQclear(PQprepare(database, "one", statement, 0, NULL));
    FCGX_Request request;
    (void)FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        if (database) drain(request.in);
        if (!database || run_statement(database))
            (void)FCGX_PutStr(reply, reply_length, request.out);
        else
            (void)FCGX_FPrintF(request.out, "Status: 500\r\n\r\n");
        FCGX_Finish_r(&request);
    }
    PQfinish(database);
    return NULL;
}

int main(int argc, char **argv)
{
    bool is_usable = argc == 4 || argc == 5;
    long threads = is_usable ? strtol(argv[2], NULL, 10) : 0;
    FILE *file = is_usable ? fopen(argv[3], "r") : NULL;
    if (!file || threads < 1 || threads > THREADS_MAX) {
        (void)fprintf(stderr, "usage: reply_fastcgi SOCKET THREADS FILE [STATEMENT]\n");
        return 2;
    }
    statement = argc == 5 ? argv[4] : NULL;
    reply_length = (int)fread(reply, 1, sizeof reply, file);
    (void)fclose(file);
    if (FCGX_Init() != 0 || (listener = FCGX_OpenSocket(argv[1], BACKLOG)) < 0) return 1;
    pthread_t ids[THREADS_MAX];
    for (long i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, serve, NULL) != 0) return 1;
    for (long i = 0; i < threads; i++)
        (void)pthread_join(ids[i], NULL);
    return 0;
}
