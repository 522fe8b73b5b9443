# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions and allocations of single works on small data, against recorded ones.

usage: kernels.py NHIP_BENCH DATA_FOLDER KERNELS_CSV [--record]

Each work runs under callgrind twice, FEW and MANY times; the difference is what one more time costs,
without the start and the loading. DATA_FOLDER holds a folder for each suite.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

FEW, MANY = 1, 3
# What a count may grow by before the check fails: counts hardly wobble, compilers differ a little.
SLACK = {"instructions": 1.10, "allocations": 1.10}
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}


def counts(suite, work, times):
    """Instructions and calls of allocators of a run, read from callgrind's file."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind.out")
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary, suite,
             os.path.join(data, suite), "--repeat", work, str(times)],
            capture_output=True, text=True, env=dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1"))
        if run.returncode != 0:
            sys.exit(f"{work} does not run: {(run.stdout + run.stderr)[-800:]}")
        instructions, allocations, names, callee = 0, 0, {}, ""
        with open(out, encoding="utf-8", errors="replace") as file:
            for line in file:
                # Names are written once, `cfn=(12) malloc`, and then by their number.
                if match := re.match(r"(c?fn)=\((\d+)\)(?: (.*))?", line):
                    kind, number, name = match.groups()
                    if name:
                        names[number] = name.split("'")[0]
                    if kind == "cfn":
                        callee = names.get(number, "")
                elif line.startswith("calls=") and callee in ALLOCATORS:
                    allocations += int(line[6:].split()[0])
                elif line.startswith("totals:"):
                    instructions = int(line.split()[1])
        return instructions, allocations


binary, data, file = sys.argv[1:4]
with open(file, encoding="utf-8", newline="") as text:
    kernels = list(csv.DictReader(text))
is_held = True
print(f"{'kernel':<24}{'instructions':>16}{'recorded':>16}{'allocations':>14}{'recorded':>12}")
asked = [(kernel["suite"], kernel["work"], times) for kernel in kernels for times in (FEW, MANY)]
with ThreadPoolExecutor(os.cpu_count()) as pool:
    answers = pool.map(lambda one: counts(*one), asked)
    for kernel in kernels:
        few, many = next(answers), next(answers)
        found = [(b - a) // (MANY - FEW) for a, b in zip(few, many)]
        before = [int(kernel[name] or 0) for name in SLACK]
        over = [name for name, now, then in zip(SLACK, found, before) if now > then * SLACK[name]]
        verdict = "recorded" if "--record" in sys.argv else "more " + " and ".join(over) if over else "held"
        is_held &= verdict in ("held", "recorded")
        print(f"{kernel['work']:<24}{found[0]:>16,}{before[0]:>16,}{found[1]:>14,}{before[1]:>12,}  {verdict}",
              flush=True)
        kernel.update(zip(SLACK, found))
if "--record" in sys.argv:
    with open(file, "w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, kernels[0])
        writer.writeheader()
        writer.writerows(kernels)
sys.exit(0 if is_held else 1)
