"""The checker finds what it is there for: a loss and a doubling that are planted behind the gateway's back."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def run(*options):
    done = subprocess.run([sys.executable, str(HERE / "crash.py"), "--scenario", "path", "--kills", "1", "--seed", "3", *options],
                          capture_output=True, text=True, timeout=1500, env=os.environ)
    for kept in re.findall(r"kept (\S+jembatan-crash-[^:]+):", done.stdout):
        shutil.rmtree(kept)
    return done


class Checker(unittest.TestCase):
    def assert_found(self, done, term):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout.splitlines()[-1], rf"^crash: scenario=path kills=1 .*\b{term}=1\b")
        self.assertIn(f"FAILED {term}: ", done.stdout)
        self.assertIn("again with: tests/crash/run --scenario path --kills 1 --seed 3", done.stdout)

    def test_a_row_that_disappears_is_a_loss(self):
        self.assert_found(run("--plant", "loss"), "lost")

    def test_an_effect_that_is_written_once_more_is_a_doubling(self):
        self.assert_found(run("--plant", "doubling"), "doubled")

    def test_nothing_planted_is_nothing_found(self):
        done = run()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout.splitlines()[-1], r"^crash: scenario=path kills=1 offered=\d+ .* lost=0 doubled=0$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
