// SPDX-License-Identifier: GPL-3.0-or-later
// The allocator of the C library on Linux: mallopt, malloc_trim.
#include <malloc.h>
