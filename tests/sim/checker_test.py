#!/usr/bin/env python3
"""Every bug of planted/bugs.py is found by the simulation, and the seed that it prints shows the bug again, shrunk."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE / 'planted'))
import bugs  # noqa: E402

PROGRAM = os.path.join(os.environ['JB_BINARY_DIR'], 'jembatan-sim-planted')
ENOUGH = 1000  # histories: what no planted bug may survive
MANY = 20000   # and no rare one


def simulate(bug, *arguments):
    done = subprocess.run([PROGRAM, '--mappings', str(ROOT / 'mappings'), *arguments], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env=os.environ | ({'JB_PLANTED': bug} if bug else {}), check=False)
    return done.returncode, done.stdout


class checker(unittest.TestCase):
    def finds(self, bug):
        enough = MANY if bug in bugs.RARE else ENOUGH
        code, told = simulate(bug, '--histories', str(enough), '--workers', str(os.cpu_count() or 1), '--to-the-first')
        self.assertEqual(code, 1, f'survives {enough} histories: {bugs.BUGS[bug][0]}')
        again = re.search(r'tests/sim/run (--seed \d+) --tell( --without [\d,]+)?\n', told)
        self.assertIsNotNone(again, told)
        command = ' '.join(filter(None, again.groups())).split()
        shown = [line for line in told.splitlines() if line.startswith('  violation: ')]
        for _ in range(2):
            code, once_more = simulate(bug, *command)
            self.assertEqual((code, [line for line in once_more.splitlines() if line.startswith('  violation: ')]),
                             (1, shown), 'the printed command does not show it again')
        self.assertEqual(simulate(None, *command)[0], 0, 'the same history without the bug fails, too: ' + told)
        print(f'{bug}: {command} {shown[0][:110]}')


for name in bugs.BUGS:
    if name in bugs.RARE and not os.environ.get('JB_RARE'):
        continue
    setattr(checker, 'test_finds_' + name.replace('-', '_'), lambda self, bug=name: self.finds(bug))

if __name__ == '__main__':
    unittest.main(verbosity=2)
