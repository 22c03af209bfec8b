"""The benchmark of accept runs, and says what it says it says. Its figures are not looked at: this runs beside other tests and with
sanitizers.
"""
import json
import os
import pathlib
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = os.environ["JB_BINARY_DIR"]


def accept(*words):
    done = subprocess.run([HERE / "accept", "--programs", PROGRAMS, "--directory", PROGRAMS, "--seconds", "0.3", *words], check=True,
                          stdout=subprocess.PIPE, text=True, timeout=300)
    return [json.loads(line) for line in done.stdout.splitlines()]


class FormTest(unittest.TestCase):
    def test_closed_loop(self):
        (line,) = accept("--rounds", "1", "--connections", "4", "--no-idle")
        self.assertEqual(line["connections"], 4)
        for field in ("bare_rps", "serve_rps", "ratio", "p50_ms", "p99_ms", "peak_rss_mb"):
            self.assertGreater(line[field], 0, line)
        self.assertGreaterEqual(line["backlog"], 0)

    def test_open_loop(self):
        (line,) = accept("--rate", "200")
        self.assertEqual(line["rate"], 200)
        for field in ("p50_ms", "p99_ms", "fdatasync_p99_ms", "bound_ms"):
            self.assertGreater(line[field], 0, line)


if __name__ == "__main__":
    unittest.main(verbosity=2)
