/* SPDX-License-Identifier: MIT */
/* statement_fastcgi SOCKET THREADS FILE STATEMENT: the least that a libfcgi program with a database can do. Every request
 * asks PostgreSQL (DATABASE_URL) the statement, prepared, on the thread's own connection, and gets the bytes of FILE
 * (CGI headers and body). What a sale through hippo-api costs beyond `select 1` is the sale. */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define BACKLOG 4096 /* as hippo-api's */
#define REPLY_MAX 65536
#define THREADS_MAX 64

static int listener;
static const char *statement;
static char reply[REPLY_MAX];
static int reply_length;

static void drain(FCGX_Stream *in)
{
    char piece[4096];
    while (FCGX_GetStr(piece, sizeof piece, in) > 0)
        ;
}

static void *serve(void *unused)
{
    (void)unused;
    PGconn *database = PQconnectdb(getenv("DATABASE_URL"));
    PQclear(PQprepare(database, "one", statement, 0, NULL));
    FCGX_Request request;
    (void)FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        drain(request.in);
        PGresult *result = PQexecPrepared(database, "one", 0, NULL, NULL, NULL, 0);
        if (PQresultStatus(result) == PGRES_TUPLES_OK)
            (void)FCGX_PutStr(reply, reply_length, request.out);
        else
            (void)FCGX_FPrintF(request.out, "Status: 500\r\n\r\n");
        PQclear(result);
        FCGX_Finish_r(&request);
    }
    PQfinish(database);
    return NULL;
}

int main(int argc, char **argv)
{
    long threads = argc == 5 ? strtol(argv[2], NULL, 10) : 0;
    FILE *file = argc == 5 ? fopen(argv[3], "r") : NULL;
    if (!file || threads < 1 || threads > THREADS_MAX) {
        (void)fprintf(stderr, "usage: statement_fastcgi SOCKET THREADS FILE STATEMENT\n");
        return 2;
    }
    statement = argv[4];
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
