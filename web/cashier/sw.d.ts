// SPDX-License-Identifier: MIT
// What the build puts into the worker.
declare const BUILD_VERSION: string;
declare const BUILD_FILES: string[];
