"""The list of failpoints names those of the code and no others."""
import pathlib
import re
import unittest

import failpoints

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MOMENTS = {"first", "start", "load", "target", "park", "retry", "desk", "reload", "age", "stop", "dry", "error"}


def in_the_code():
    names = set()
    for folder in ("gateway", "adapters"):
        for file in sorted((SOURCE / folder).rglob("*.cpp")):
            text = file.read_text()
            names |= set(re.findall(r'JB_FAILPOINT(?:_ERROR)?\("([^"]+)"\)', text))
            # Every transaction of the ledger has two, named after what it is for (ledger/tables.cpp).
            for doing in re.findall(r'(?:occasion_of\(|import_occasion\(c, )"([^"]+)"', text):
                names |= {f"ledger.{doing.replace(' ', '_')}_{where}_commit" for where in ("before", "after")}
    return names


class TheList(unittest.TestCase):
    def test_names_every_failpoint_of_the_code_and_no_other(self):
        code, listed = in_the_code(), {f.name for f in failpoints.listed()}
        self.assertGreater(len(code), 50)
        self.assertEqual(sorted(code - listed), [], "add these to tests/crash/failpoints")
        self.assertEqual(sorted(listed - code), [], "these are gone from the code")

    def test_says_of_each_when_it_is_passed(self):
        for f in failpoints.listed():
            self.assertIn(f.when, MOMENTS, f)
            self.assertGreater(f.most, 0, f)
        places = [(f.name, f.when) for f in failpoints.listed()]
        self.assertEqual(len(places), len(set(places)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
