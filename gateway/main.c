/* SPDX-License-Identifier: MIT */
/* hippo-gateway: connections. It tells every client what is in the stream, at once, and lets each catch up. */
#include "gateway.h"
#include "settings.h"

int main(int argc, char **argv)
{
    static struct settings settings;
    settings_load(&settings, argc, argv);
    gateway_run(&settings);
}
