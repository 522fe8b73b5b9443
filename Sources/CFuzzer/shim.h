// SPDX-License-Identifier: GPL-3.0-or-later
// The entry points of the fuzzing runtime that comes with the compiler.
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*input)(const uint8_t *data, size_t size));

/// The runtime's own mutation of bytes, for use inside a custom one.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t capacity);
