"""The list of failpoints beside this file: which there are, when each is passed, and which pass a kill may wait for."""
import collections
import pathlib

FILE = pathlib.Path(__file__).resolve().parent / "failpoints"

Failpoint = collections.namedtuple("Failpoint", "name when most")


def listed():
    rows = [line.split() for line in FILE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return [Failpoint(name, when, int(most)) for name, when, most in rows]


class Turns:
    """Hands the failpoints of some moments out in turns, so that none is forgotten, in an order that a seed chooses."""

    def __init__(self, moments, chance):
        self.all = [f for f in listed() if f.when in moments]
        self.chance = chance
        self.left = []

    def next(self):
        if not self.left:
            self.left = self.chance.sample(self.all, len(self.all))
        return self.left.pop()
