/* SPDX-License-Identifier: MIT */
/* bare_fastcgi SOCKET THREADS FILE: the least that a libfcgi program can do. Every request gets the bytes of FILE
 * (CGI headers and body); nothing is parsed, asked or decided. What hippo-api costs beyond this is its own. */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BACKLOG 4096 /* as hippo-api's */
#define REPLY_MAX 65536
#define THREADS_MAX 64

static int listener;
static char reply[REPLY_MAX];
static int reply_length;

static void *serve(void *unused)
{
    FCGX_Request request;
    (void)unused;
    (void)FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        (void)FCGX_PutStr(reply, reply_length, request.out);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    long threads = argc == 4 ? strtol(argv[2], NULL, 10) : 0;
    FILE *file = argc == 4 ? fopen(argv[3], "r") : NULL;
    if (!file || threads < 1 || threads > THREADS_MAX) {
        (void)fprintf(stderr, "usage: bare_fastcgi SOCKET THREADS FILE\n");
        return 2;
    }
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
