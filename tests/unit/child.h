/* SPDX-License-Identifier: MIT */
/* Runs a piece of code in a child process, for code that ends its process or writes to stderr. */
#ifndef HIPPO_TEST_CHILD_H
#define HIPPO_TEST_CHILD_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_TEXT_BYTES (1 << 20)

/* What the child wrote to stdout and stderr together, and how it ended. Static: one at a time. */
struct child {
    char text[CHILD_TEXT_BYTES];
    int exit_status; /* -1 when a signal ended it */
    int signal;      /* 0 when it exited */
};

static struct child *child_run(void (*body)(void *argument), void *argument)
{
    static struct child child;
    child.exit_status = -1;
    child.signal = 0;
    int ends[2];
    (void)fflush(NULL);
    if (pipe(ends) != 0) abort();
    pid_t pid = fork();
    if (pid < 0) abort();
    if (pid == 0) {
        if (dup2(ends[1], STDOUT_FILENO) < 0 || dup2(ends[1], STDERR_FILENO) < 0) _exit(99);
        (void)close(ends[0]);
        (void)close(ends[1]);
        body(argument);
        (void)fflush(NULL);
        _exit(0);
    }
    (void)close(ends[1]);
    size_t used = 0;
    for (ssize_t n; (n = read(ends[0], child.text + used, sizeof child.text - 1 - used)) > 0;)
        used += (size_t)n;
    if (used == sizeof child.text - 1) abort();
    child.text[used] = '\0';
    (void)close(ends[0]);
    int status;
    if (waitpid(pid, &status, 0) != pid) abort();
    if (WIFEXITED(status)) child.exit_status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) child.signal = WTERMSIG(status);
    return &child;
}

#endif
