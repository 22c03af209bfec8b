"""Every case of every mapping makes events that their JSON Schemas allow, and no more than they allow."""
import copy
import json
import unittest

import jsonschema

import harness

SCHEMAS = harness.SOURCE / "mappings" / "schemas"


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.validators = harness.schemas()
        done = harness.Site.run(harness.JEMBATAN, "map", "--cases", "--config",
                                harness.SOURCE / "config" / "gateway.yaml")
        cls.cases = [json.loads(line) for line in done.stdout.splitlines()]
        cls.events = [(case, message["value"]) for case in cls.cases for message in case["messages"]]

    def test_are_schemas(self):
        for file in SCHEMAS.glob("*.json"):
            schema = json.loads(file.read_text())
            with self.subTest(file.name):
                jsonschema.Draft202012Validator.check_schema(schema)
                self.assertEqual(schema["$id"], "urn:jembatan:schema:" + file.stem)
                self.assertEqual(schema["properties"]["type"]["const"], file.stem)

    def test_allow_what_every_case_becomes(self):
        self.assertGreater(len(self.events), 200)
        for case, event in self.events:
            with self.subTest(file=case["file"], case=case["case"]):
                self.validators[event["type"]].validate(event)

    def test_each_have_a_case(self):
        self.assertEqual(sorted({event["type"] for _, event in self.events}), sorted(self.validators))

    def test_allow_nothing_else(self):
        """What a mapping would newly let through is noticed: a field more, anywhere."""
        for case, event in self.events:
            for path in ("", "data", "data/participant", "data/activity", "data/session", "data/score"):
                more = copy.deepcopy(event)
                at = more
                for key in filter(None, path.split("/")):
                    at = at.get(key) if at is not None else None
                if at is None:
                    continue
                at["public_ip"] = "203.0.113.77"
                with self.subTest(file=case["file"], case=case["case"], path=path):
                    self.assertFalse(self.validators[event["type"]].is_valid(more))


if __name__ == "__main__":
    harness.main()
